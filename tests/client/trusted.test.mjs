// A gateway that runs chosen documents alone, with what graphql-codegen, Relay's compiler and Apollo's tool have written: each client finds
// its own by the id that it was compiled with, and nothing else is run.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import runtime from 'relay-runtime';
import { byHash } from '../../docs/examples/by-hash.mjs';
import { compiled, imported } from './compile.mjs';
import { named, UNIQUE } from './documents.mjs';
import { ask, documentsFolder, doors, room, token } from './gateway.mjs';

const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json', authorization: `Bearer ${token}` };

/** Sends a body to the closed gateway. */
async function post(body) {
  const filled = JSON.stringify(body).replaceAll(UNIQUE, randomUUID());
  const response = await fetch(doors.trusted, { method: 'POST', headers, body: filled });
  return { status: response.status, ...(await response.json()) };
}

const texts = () => Object.values(compiled(documentsFolder)).flatMap(Object.entries);

test('every document of the compilers runs by its id, by its hash, and as it is written', async () => {
  const { ids, place } = await room(['a']);
  const at = { ids: place, number: ids[0], channelId: place.channelId };
  assert.ok(texts().length >= 16);
  for (const [id, text] of texts()) {
    const { query, variables } = named(id, text, at).body;
    const sha256Hash = createHash('sha256').update(text).digest('hex');
    assert.equal(id.replace('sha256:', ''), sha256Hash);
    const persisted = (sha256Hash) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
    for (const way of [{ documentId: id }, { documentId: `sha256:${sha256Hash}` }, persisted(id), persisted(sha256Hash), { query }]) {
      const { status, errors, data } = await post({ ...way, variables });
      assert.deepEqual([status, errors], [200, undefined], JSON.stringify(way));
      for (const value of Object.values(data)) assert.deepEqual(value?.userErrors ?? [], []);
    }
  }
});

test('nothing else is run, and nothing is written', async () => {
  const name = randomUUID();
  const create = `mutation { channelCreate(input: { name: "${name}", kind: PRINT }) { channel { id } userErrors { code } } }`;
  const sha256Hash = createHash('sha256').update(create).digest('hex');
  const persistedQuery = { version: 1, sha256Hash };
  const read = `{ account { id } } # ${name}`;
  const bodies = [
    { query: create },
    { query: create, extensions: { persistedQuery } },
    { extensions: { persistedQuery } },
    { documentId: sha256Hash },
    { documentId: 'numbersQuery' },
    { query: read },
    { query: '{ __typename }' },
    { query: '{ __schema { queryType { name } } }' },
    { query: `${texts()[0][1]} ` },
    // A text beside the id of another.
    { query: create, documentId: texts()[0][0] },
    { query: create, extensions: { persistedQuery: { version: 1, sha256Hash: texts()[0][0].replace('sha256:', '') } } },
  ];
  for (const body of bodies) {
    const { status, errors, data } = await post(body);
    const codes = errors.map(({ extensions }) => extensions.code);
    assert.deepEqual([status, data, codes], [403, undefined, ['FORBIDDEN']], JSON.stringify(body));
  }
  const { channels } = await ask('query ($name: String!) { channels(search: $name) { totalCount } }', { name });
  assert.equal(channels.totalCount, 0);
});

const apollo = (persisted) => {
  const http = new HttpLink({ uri: doors.trusted, headers: { authorization: headers.authorization } });
  return new ApolloClient({ link: ApolloLink.from([persisted, http]), cache: new InMemoryCache() });
};

test('Apollo Client with the documents of graphql-codegen asks by the ids beside them', async () => {
  const { filter, ids, unique } = await room(['a', 'b']);
  const { NumberList, NumberUpdate } = imported(join(documentsFolder, 'apollo'));
  const client = apollo(new PersistedQueryLink({ generateHash: ({ __meta__ }) => __meta__.hash }));
  const list = await client.query({ query: NumberList, variables: { filter, first: 5 } });
  assert.deepEqual(list.data.fixedNumbers.edges.map(({ node }) => node.id), ids);
  const input = { id: ids[0], label: { simple: { description: unique('c') } } };
  const { data } = await client.mutate({ mutation: NumberUpdate, variables: { input } });
  assert.deepEqual(data.fixedNumberUpdate.userErrors, []);
  // The cache has taken it in: the documents ask for `__typename`.
  const cached = client.readQuery({ query: NumberList, variables: { filter, first: 5 } });
  assert.equal(cached.fixedNumbers.edges[0].node.description, unique('c'));
});

test('Apollo Client with its manifest asks by the ids in it', async () => {
  const { filter, ids } = await room(['a']);
  const { LIST } = await import('../../docs/examples/list.mjs');
  const loadManifest = () => JSON.parse(readFileSync(join(documentsFolder, 'manifest/persisted-documents.json'), 'utf8'));
  const client = apollo(new PersistedQueryLink(generatePersistedQueryIdsFromManifest({ loadManifest })));
  const { data } = await client.query({ query: LIST, variables: { filter, first: 5 } });
  assert.deepEqual(data.fixedNumbers.edges.map(({ node }) => node.id), ids);
  // These are the hashes that it makes itself.
  assert.equal((await apollo(byHash()).query({ query: LIST, variables: { filter, first: 5 } })).error, undefined);
});

test('Apollo Client with a document that nobody has chosen is refused, and does not ask twice', async (t) => {
  const { fetch } = globalThis;
  const asked = t.mock.method(globalThis, 'fetch', fetch);
  const refused = apollo(byHash()).query({ query: gql`query Mine { account { id } }` });
  await assert.rejects(refused, ({ errors }) => errors[0].extensions.code === 'FORBIDDEN');
  assert.equal(asked.mock.callCount(), 1);
});

test('Relay runs what its compiler has persisted', async () => {
  const { Environment, Network, RecordSource, Store, commitMutation, fetchQuery } = runtime;
  const network = Network.create(async ({ id }, variables) => {
    const response = await fetch(doors.trusted, { method: 'POST', headers, body: JSON.stringify({ documentId: id, variables }) });
    return response.json();
  });
  const environment = new Environment({ network, store: new Store(new RecordSource()) });
  const folder = join(documentsFolder, 'relay/artifacts');
  const load = async (name) => (await import(pathToFileURL(join(folder, `${name}.graphql.js`)))).default;
  const operations = [];
  for (const file of readdirSync(folder)) {
    const name = file.replace('.graphql.js', '');
    if (/Query$|Mutation$/.test(name)) operations.push((await load(name)).params);
  }
  assert.ok(operations.length >= 5 && operations.every(({ id, text }) => /^[0-9a-f]{64}$/.test(id) && text === null));

  const { ids, unique } = await room(['a']);
  const row = await fetchQuery(environment, await load('numbersRowQuery'), { id: ids[0] }).toPromise();
  assert.ok(row.node);
  const input = { id: ids[0], label: { simple: { description: unique('b') } } };
  const mutation = await load('numbersUpdateMutation');
  const done = await new Promise((onCompleted, onError) => {
    commitMutation(environment, { mutation, variables: { input }, onCompleted, onError });
  });
  assert.deepEqual(done.fixedNumberUpdate.userErrors, []);
  assert.equal(environment.getStore().getSource().get(ids[0]).description, unique('b'));
});
