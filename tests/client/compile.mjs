// What two compilers make of the repository's own documents: the texts that are sent, and the files of trusted documents, which are one
// JSON object from an id to a text. `compile(folder)` writes `codegen.json` and `relay.json` there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generate } from '@graphql-codegen/cli';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const schema = here('../../schema.graphql');
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

// The documents of `docs/examples`, as a page with the preset `client` has them.
async function codegen(folder) {
  const preset = { preset: 'client', presetConfig: { persistedDocuments: true } };
  const config = { schema, documents: here('../../docs/examples/*.mjs'), generates: { [`${folder}/`]: preset }, silent: true };
  await generate(config, true);
  return read(join(folder, 'persisted-documents.json'));
}

// Those of `relay/`. The compiler adds to a file that is there already, and wants one.
function relay(folder) {
  mkdirSync(join(folder, 'artifacts'));
  cpSync(here('relay'), join(folder, 'sources'), { recursive: true });
  copyFileSync(schema, join(folder, 'schema.graphql'));
  writeFileSync(join(folder, 'persisted.json'), '{}');
  const persist = { file: 'persisted.json', algorithm: 'SHA256' };
  const client = { schema: 'schema.graphql', language: 'javascript', output: 'artifacts', eagerEsModules: true, persist };
  writeFileSync(join(folder, 'relay.json'), JSON.stringify({ root: '.', sources: { sources: 'client' }, projects: { client } }));
  const done = spawnSync(here('node_modules/.bin/relay-compiler'), ['relay.json', '--noWatchman'], { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`relay-compiler: ${done.stdout}${done.stderr}`);
  return read(join(folder, 'persisted.json'));
}

/** Both, as `{ codegen, relay }`, each from an id to a text. */
export async function compiled() {
  const folder = mkdtempSync(join(tmpdir(), 'dialgate-documents-'));
  try {
    mkdirSync(join(folder, 'relay'));
    return { codegen: await codegen(join(folder, 'codegen')), relay: relay(join(folder, 'relay')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , folder] = process.argv;
  for (const [name, documents] of Object.entries(await compiled())) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(documents));
  }
}
