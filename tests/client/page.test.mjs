// Each block of code of the page is a file that the other tests run, word for word; and none of the files is left out.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { url } from './gateway.mjs';

const docs = new URL('../../docs/', import.meta.url);
const read = (name) => readFileSync(new URL(name, docs), 'utf8');
const printed = (language) =>
  [...read('build-a-screen.md').matchAll(/^```(\w*)\n([^]*?)^```$/gm)].filter(([, name]) => name === language).map(([, , text]) => text);

test('what the page prints is what is run', () => {
  const blocks = printed('js');
  const files = readdirSync(new URL('examples/', docs));
  assert.ok(files.length > 0);
  const texts = new Map(files.map((file) => [read(`examples/${file}`), file]));
  assert.deepEqual(blocks.map((block) => texts.get(block) ?? block).sort(), files.sort());
});

test('a request without a token is answered as the page says', async () => {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(response.status, 401);
  assert.deepEqual([await response.json()], printed('json').map((text) => JSON.parse(text)));
});
