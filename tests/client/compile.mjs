// What compilers make of the repository's own documents, as the pages of others have them made. `node compile.mjs FOLDER` writes there,
// each in a file of trusted documents: `codegen/` and `apollo/` (graphql-codegen, the latter with `__typename` added, as Apollo's cache
// needs it), `relay/` (Relay's compiler), and `manifest/` (Apollo's own).
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const schema = here('../../schema.graphql');
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

// The documents of `docs/examples`.
async function codegen(folder) {
  const preset = { preset: 'client', presetConfig: { persistedDocuments: true } };
  const generates = {
    [`${folder}/codegen/`]: preset,
    [`${folder}/apollo/`]: { ...preset, documentTransforms: [addTypenameSelectionDocumentTransform] },
  };
  await generate({ schema, documents: here('../../docs/examples/*.mjs'), generates, silent: true }, true);
}

// Those of `relay/`. The compiler adds to a file that is there already, and wants one.
function relay(folder) {
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  cpSync(here('relay'), join(folder, 'sources'), { recursive: true });
  copyFileSync(schema, join(folder, 'schema.graphql'));
  writeFileSync(join(folder, 'persisted-documents.json'), '{}');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const persist = { file: 'persisted-documents.json', algorithm: 'SHA256' };
  const client = { schema: 'schema.graphql', language: 'javascript', output: 'artifacts', eagerEsModules: true, persist };
  writeFileSync(join(folder, 'relay.json'), JSON.stringify({ root: '.', sources: { sources: 'client' }, projects: { client } }));
  tool('relay-compiler', ['relay.json', '--noWatchman'], folder);
}

// The documents of `docs/examples`, by Apollo's tool.
function manifest(folder) {
  mkdirSync(folder);
  const config = join(folder, 'persisted-query-manifest.config.json');
  const output = join(folder, 'persisted-documents.json');
  writeFileSync(config, JSON.stringify({ documents: [here('../../docs/examples/*.mjs')], output }));
  tool('generate-persisted-query-manifest', ['--config', config], folder);
}

function tool(name, words, cwd) {
  const done = spawnSync(here(`node_modules/.bin/${name}`), words, { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${name}: ${done.stdout}${done.stderr}`);
}

/** What was written, from ids to texts, by the name of its folder. */
export function compiled(folder) {
  const texts = (name) => {
    const file = json(join(folder, name, 'persisted-documents.json'));
    return file.operations ? Object.fromEntries(file.operations.map(({ id, body }) => [id, body])) : file;
  };
  return Object.fromEntries(['codegen', 'apollo', 'relay', 'manifest'].map((name) => [name, texts(name)]));
}

/** The documents that a page imports from what graphql-codegen has made, each with its id beside it. */
export const imported = (folder) =>
  Object.fromEntries(
    [...readFileSync(join(folder, 'graphql.ts'), 'utf8').matchAll(/^export const (\w+)Document = (\{.*\}) as unknown as /gm)].map(
      ([, name, document]) => [name, JSON.parse(document)],
    ),
  );

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , folder] = process.argv;
  await codegen(folder);
  relay(join(folder, 'relay'));
  manifest(join(folder, 'manifest'));
}
