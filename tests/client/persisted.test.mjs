// Queries by their hash, with the two clients that have them: the first time the gateway does not know the text and is told, then the hash
// is enough, for everyone.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { byHash } from '../../docs/examples/by-hash.mjs';
import { room, token, url } from './gateway.mjs';

// urql looks for the browser's own SHA-256 when it is loaded.
globalThis.self ??= globalThis;
const { connect } = await import('../../docs/examples/urql.mjs');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** A `fetch` that writes down what is sent: how, and whether the text or its hash or both. */
function heard() {
  const calls = [];
  const recording = async (address, options) => {
    const { method = 'GET', body } = options;
    const sent = method === 'GET' ? Object.fromEntries(new URL(address).searchParams) : JSON.parse(body);
    const extensions = typeof sent.extensions === 'string' ? JSON.parse(sent.extensions) : sent.extensions;
    calls.push(`${method} ${[extensions?.persistedQuery && 'hash', sent.query && 'text'].filter(Boolean).join(' and ')}`);
    return fetch(address, options);
  };
  return { calls, recording };
}

/** A query that no one has sent before, and a mutation. */
const fresh = () => {
  const name = `Q${randomUUID().replaceAll('-', '')}`;
  return {
    query: gql`query ${name}($n: Int!) { fixedNumbers(first: $n) { nodes { id number } } }`,
    mutation: gql`mutation ${name}($id: ID!, $text: String!) {
      fixedNumberUpdate(input: { id: $id, label: { simple: { description: $text } } }) {
        fixedNumber { id description }
        userErrors { code }
      }
    }`,
  };
};

const done = ({ data, error }) => {
  assert.equal(error, undefined);
  return data;
};

const apollo = (fetch, get) => {
  const headers = { authorization: `Bearer ${token}` };
  const link = ApolloLink.from([byHash({ useGETForHashedQueries: get }), new HttpLink({ uri: url, headers, fetch })]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return {
    query: async (query, variables) => done(await client.query({ query, variables })),
    mutation: async (mutation, variables) => done(await client.mutate({ mutation, variables })),
  };
};

const urql = (fetch, get) => {
  const client = connect({ url, token: () => token, fetch, preferGetForPersistedQueries: get });
  return {
    query: async (query, variables) => done(await client.query(query, variables)),
    mutation: async (mutation, variables) => done(await client.mutation(mutation, variables)),
  };
};

for (const [name, client] of [['Apollo Client', apollo], ['urql', urql]]) {
  for (const get of [false, true]) {
    const method = get ? 'GET' : 'POST';

    test(`${name} asks by hash with ${method}, tells the text once, and is understood from then on`, async () => {
      const { query } = fresh();
      const first = heard();
      const { fixedNumbers } = await client(first.recording, get).query(query, { n: 1 });
      assert.equal(fixedNumbers.nodes.length <= 1, true);
      // The text goes by POST, since it may be long; urql sends by GET what fits into an address.
      const text = get && name === 'urql' ? 'GET' : 'POST';
      assert.deepEqual(first.calls, [`${method} hash`, `${text} hash and text`]);

      const later = heard();
      await client(later.recording, get).query(query, { n: 2 });
      assert.deepEqual(later.calls, [`${method} hash`]);
    });

    test(`${name} sends a deed with POST, also where queries go by hash with ${method}`, async () => {
      const { ids, unique } = await room(['a']);
      const { mutation } = fresh();
      const first = heard();
      const { fixedNumberUpdate } = await client(first.recording, get).mutation(mutation, { id: ids[0], text: unique('b') });
      assert.deepEqual([fixedNumberUpdate.fixedNumber.description, fixedNumberUpdate.userErrors], [unique('b'), []]);
      assert.deepEqual(first.calls, ['POST hash', 'POST hash and text']);

      const later = heard();
      await client(later.recording, get).mutation(mutation, { id: ids[0], text: unique('c') });
      assert.deepEqual(later.calls, ['POST hash']);
    });
  }
}

/** Sends a body as it is. */
async function post(body) {
  const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
}

test('a hash that is not known is said so in the words that clients look for', async () => {
  const persistedQuery = { version: 1, sha256Hash: sha256(randomUUID()) };
  const { errors, data } = await post({ extensions: { persistedQuery } });
  assert.equal(data, undefined);
  assert.deepEqual(errors, [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
});

test('a text under a hash that is not its own is refused, and not kept', async () => {
  const persistedQuery = { version: 1, sha256Hash: sha256(randomUUID()) };
  const { errors, data } = await post({ query: '{ account { id } }', extensions: { persistedQuery } });
  assert.deepEqual([data, errors[0].extensions.code], [undefined, 'BAD_USER_INPUT']);
  const { errors: again } = await post({ extensions: { persistedQuery } });
  assert.equal(again[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
});

test('a document that is not valid is not kept under its hash', async () => {
  const query = `{ nothing_${randomUUID().replaceAll('-', '')} }`;
  const persistedQuery = { version: 1, sha256Hash: sha256(query) };
  assert.equal((await post({ query, extensions: { persistedQuery } })).status, 422);
  const { errors } = await post({ extensions: { persistedQuery } });
  assert.equal(errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
});
