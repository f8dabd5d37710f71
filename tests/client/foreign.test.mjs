// What a page of somebody else could make a browser send, without asking first: none of it runs anything. And files, which nobody takes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Client, fetchExchange } from '@urql/core';
import { ask, token, url } from './gateway.mjs';

const CREATE = 'mutation ($name: String!) { channelCreate(input: { name: $name, kind: PRINT }) { channel { id } userErrors { code } } }';
const authorization = `Bearer ${token}`;
const origin = 'https://evil.example';

const made = async (name) =>
  (await ask('query ($name: String!) { channels(search: $name) { totalCount } }', { name })).channels.totalCount;

/** The forms of one deed that a browser sends to another origin without a preflight. */
function shapes(name) {
  const body = { query: CREATE, variables: { name } };
  const fields = { query: CREATE, variables: JSON.stringify({ name }) };
  const post = (type, body) => ['POST', url, type, body];
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  const upload = new FormData();
  upload.set('operations', JSON.stringify({ query: CREATE, variables: { name, file: null } }));
  upload.set('map', JSON.stringify({ 0: ['variables.file'] }));
  upload.set('0', new Blob(['a file']), 'file.txt');
  return {
    'JSON as text': [...post('text/plain', JSON.stringify(body)), 415],
    'JSON as text, with the right type behind it': [...post('text/plain; application/json', JSON.stringify(body)), 415],
    'JSON as a form': [...post('application/x-www-form-urlencoded', JSON.stringify(body)), 415],
    'JSON as a form with files': [...post('multipart/form-data; boundary=x', JSON.stringify(body)), 415],
    'JSON without a type': [...post(undefined, new Blob([JSON.stringify(body)])), 415],
    'a document as it is': [...post('application/graphql', CREATE.replace('($name: String!) ', '').replace('$name', `"${name}"`)), 415],
    'a form': [...post('application/x-www-form-urlencoded', new URLSearchParams(fields)), 415],
    'a form with files': [...post(undefined, form), 415],
    'an upload': [...post(undefined, upload), 415],
    'a deed in an address': ['GET', `${url}?${new URLSearchParams(fields)}`, undefined, undefined, 405],
    'a deed in the address of a form': [...post('text/plain', ''), 415].with(1, `${url}?${new URLSearchParams(fields)}`),
    'a deed in an address, for its head': ['HEAD', `${url}?${new URLSearchParams(fields)}`, undefined, undefined, 405],
  };
}

for (const [what, [, , , , status]] of Object.entries(shapes(''))) {
  test(`${what} is refused with ${status}, and nothing is written`, async () => {
    const name = randomUUID();
    const [method, address, type, body] = shapes(name)[what];
    const headers = { origin, authorization, accept: '*/*', ...(type && { 'content-type': type }) };
    const response = await fetch(address, { method, headers, body });
    assert.equal(response.status, status);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    if (status === 405) assert.match(response.headers.get('allow'), /\bPOST\b/);
    if (method !== 'HEAD') {
      const { data, errors } = await response.json();
      assert.deepEqual([data, errors.map(({ extensions }) => extensions.code)], [undefined, ['BAD_USER_INPUT']]);
    }
    assert.equal(await made(name), 0);
  });
}

test('the same deed as JSON is done, and an origin that nobody named may not ask whether it could', async () => {
  const name = randomUUID();
  assert.deepEqual((await ask(CREATE, { name })).channelCreate.userErrors, []);
  assert.equal(await made(name), 1);

  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' };
  const response = await fetch(url, { method: 'OPTIONS', headers });
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

test('urql, which sends a file as a form, is told that there are none', async () => {
  const client = new Client({ url, preferGetMethod: false, fetchOptions: { headers: { authorization } }, exchanges: [fetchExchange] });
  const { data, error } = await client.mutation(CREATE, { name: new Blob(['a file']) });
  assert.equal(data, undefined);
  assert.equal(error.response.status, 415);
  assert.deepEqual(error.graphQLErrors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
});
