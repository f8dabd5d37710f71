// Each block of code of the pages is a file that the other tests run, word for word; and none of the files is left out. Each exchange
// that a page prints is one that takes place.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, doors, room, switchToken, token, url } from './gateway.mjs';

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

/** What was told, with … where the page leaves out what is another each time. */
function likePrinted(told, page) {
  if (typeof told === 'string') return page === '…' || page === '"…"' ? page : told;
  if (told === null || typeof told !== 'object') return told;
  if (Array.isArray(told)) return told.map((one, n) => likePrinted(one, page?.[n]));
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, likePrinted(value, page?.[name])]));
}

/** Sends what a page has and holds the answer against what it prints; gives the answer's headers. */
async function takesPlace(asked, told) {
  const [method, address] = asked.line.split(' ');
  const { headers } = asked;
  const response = await fetch(new URL(address, doors.usual), { method, headers, ...(asked.body && { body: asked.body }) });
  assert.equal(response.status, Number(told.line.split(' ')[1]), asked.line);
  const seen = Object.fromEntries(Object.keys(told.headers).map((name) => [name, response.headers.get(name)]));
  assert.deepEqual(likePrinted(seen, told.headers), told.headers, asked.line);
  const [text, page] = [await response.text(), told.body && JSON.parse(told.body)];
  assert.deepEqual(text && (page ? likePrinted(JSON.parse(text), page) : text), page, asked.line);
  return response.headers;
}

/** The exchanges of a page, in pairs. */
function exchanges(page) {
  const messages = printed(page, 'http').map(message);
  assert.ok(messages.length > 0 && messages.length % 2 === 0);
  return messages.flatMap((asked, n) => (n % 2 === 0 ? [[asked, messages[n + 1]]] : []));
}

// In their order, since each costs the account something.
test('every exchange that the page on HTTP prints takes place', async () => {
  for (const [asked, told] of exchanges('http.md')) {
    asked.headers.Authorization = asked.headers.Authorization.replace('…', token);
    await takesPlace(asked, told);
  }
});

// The page's number stands for one that is ordered here, and an instant that it leaves out for that of the order (the gateway's clock is not
// ours); a tag that is sent is the one that was told before.
test('every exchange that the page for switches prints takes place', async () => {
  const { ids } = await room(['Van']);
  const { fixedNumber } = await ask('query ($id: ID!) { fixedNumber(id: $id) { number orderedAt } }', { id: ids[0] });
  const here = (text) => text.replaceAll('+442079460018', fixedNumber.number);
  let tag = '';
  for (const [asked, told] of exchanges('switch.md')) {
    const headers = { ...asked.headers, Authorization: `Bearer ${switchToken}` };
    if (headers['If-None-Match']) headers['If-None-Match'] = tag;
    const body = here(asked.body).replaceAll('"startedAt": "…"', `"startedAt": "${fixedNumber.orderedAt}"`);
    const sent = { line: here(asked.line), headers, body };
    tag = (await takesPlace(sent, { ...told, body: here(told.body) })).get('etag') ?? tag;
  }
  assert.notEqual(tag, '');
});
