// Each block of code of the pages is a file that the other tests run, word for word; and none of the files is left out. Each exchange
// that a page prints is one that takes place.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { doors, token, url } from './gateway.mjs';

const docs = new URL('../../docs/', import.meta.url);
const read = (name) => readFileSync(new URL(name, docs), 'utf8');
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
const printed = (page, language) =>
  [...read(page).matchAll(/^```(\w*)\n([^]*?)^```$/gm)].filter(([, name]) => name === language).map(([, , text]) => text);

test('what the pages print is what is run', () => {
  const blocks = pages.flatMap((page) => printed(page, 'js'));
  const files = readdirSync(new URL('examples/', docs));
  assert.ok(files.length > 0);
  const texts = new Map(files.map((file) => [read(`examples/${file}`), file]));
  assert.deepEqual(blocks.map((block) => texts.get(block) ?? block).sort(), files.sort());
});

test('a request without a token is answered as the page says', async () => {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(response.status, 401);
  assert.deepEqual([await response.json()], printed('build-a-screen.md', 'json').map((text) => JSON.parse(text)));
});

/** A block as it stands: its first line, its headers, and its body if there is one. */
function message(text) {
  const [head, ...body] = text.split('\n\n');
  const [line, ...headers] = head.trim().split('\n');
  return { line, headers: Object.fromEntries(headers.map((header) => header.split(': '))), body: body.join('\n\n').trim() };
}

// In their order, since each costs the account something.
test('every exchange that a page prints takes place', async () => {
  const exchanges = printed('http.md', 'http').map(message);
  assert.ok(exchanges.length > 0 && exchanges.length % 2 === 0);
  for (let n = 0; n < exchanges.length; n += 2) {
    const [asked, told] = exchanges.slice(n, n + 2);
    const [method, address] = asked.line.split(' ');
    const headers = { ...asked.headers, Authorization: asked.headers.Authorization.replace('…', token) };
    const response = await fetch(new URL(address, doors.usual), { method, headers, ...(asked.body && { body: asked.body }) });
    assert.equal(response.status, Number(told.line.split(' ')[1]), asked.line);
    for (const [name, value] of Object.entries(told.headers)) assert.equal(response.headers.get(name), value, `${asked.line}: ${name}`);
    const body = await response.text();
    assert.deepEqual(body && JSON.parse(body), told.body && JSON.parse(told.body), asked.line);
  }
});
