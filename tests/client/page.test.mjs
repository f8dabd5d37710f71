// Each block of code of the page is a file that the other tests run, word for word; and none of the files is left out.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const docs = new URL('../../docs/', import.meta.url);
const read = (name) => readFileSync(new URL(name, docs), 'utf8');

test('what the page prints is what is run', () => {
  const blocks = [...read('build-a-screen.md').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, text]) => text);
  const files = readdirSync(new URL('examples/', docs));
  assert.ok(files.length > 0);
  const texts = new Map(files.map((file) => [read(`examples/${file}`), file]));
  assert.deepEqual(blocks.map((block) => texts.get(block) ?? block).sort(), files.sort());
});
