// Bundles the page into the directory that is given: the last step of `build`, which has installed everything.
//
// Each file is stored compressed, under a name that holds a hash of its content: browsers keep it for ever, and the gateway
// embeds a third of the bytes.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = process.argv[2];
const common = {
  bundle: true,
  chunkNames: "[name]-[hash]",
  define: { "process.env.NODE_ENV": '"production"' },
  entryNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: out,
  // GraphiQL's own style sheet has the editor's in it already.
  plugins: [{ name: "no-twice", setup: ({ onLoad }) => onLoad({ filter: /monaco-editor.*\.css$/ }, () => ({ contents: "" })) }],
  publicPath: "/explorer",
  target: ["chrome109", "firefox115", "safari16.4"],
  write: false,
};

// The editor thinks in workers. They are files of their own, so that the page need not be allowed any `blob:`.
const workers = await build({
  ...common,
  entryPoints: {
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
    graphql: "monaco-graphql/esm/graphql.worker.js",
  },
  format: "iife",
});
const names = workers.outputFiles.map((file) => basename(file.path));
const worker = Object.fromEntries(names.map((name) => [name.split("-")[0], name]));

const page = await build({
  ...common,
  define: { ...common.define, WORKERS: JSON.stringify(worker) },
  entryPoints: { main: "src/main.js" },
  format: "esm",
  // What is rarely needed, such as the formatter of queries, is fetched when it is.
  splitting: true,
});

mkdirSync(out, { recursive: true });
const store = (name, content) => writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
for (const file of [...workers.outputFiles, ...page.outputFiles]) {
  if (file.contents.length > 0) store(basename(file.path), file.contents);
}
const words = licences([workers.metafile, page.metafile]);
store(`licences-${createHash("sha256").update(words).digest("hex").slice(0, 8)}.txt`, words);

// The licences of all that went in, which ask to be handed on with it.
function licences(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = new Set(inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean));
  return [...packages].sort().map(licence).join("\n\n");
}

function licence(directory) {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const files = readdirSync(directory).filter((file) => /^(licen[cs]e|notice|thirdparty)/i.test(file));
  const text = files.map((file) => readFileSync(join(directory, file), "utf8").trim()).join("\n\n");
  return `--- ${name} ${version} (${license})\n\n${text}`;
}
