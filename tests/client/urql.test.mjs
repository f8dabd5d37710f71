// The same with urql, whose cache knows the schema: from the live gateway, as its users get it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';
import { ask, elsewhere, room, token, url } from './gateway.mjs';

const LIST = gql`
  query ($filter: FixedNumberFilter, $first: Int, $after: String) {
    fixedNumbers(filter: $filter, first: $first, after: $after) {
      edges { cursor node { id description version destination { id number } pool { id name } } }
      pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
    }
  }
`;
const UPDATE = gql`
  mutation ($input: FixedNumberUpdateInput!, $dryRun: Boolean! = false) {
    fixedNumberUpdate(input: $input, dryRun: $dryRun) {
      fixedNumber { id description version }
      current { id description version }
      userErrors { code message field currentVersion }
    }
  }
`;
const REROUTE = gql`
  mutation ($input: PoolUpdateInput!, $dryRun: Boolean! = false) {
    poolUpdate(input: $input, dryRun: $dryRun) {
      pool { id name version defaultDestination { id number } }
      reroutedNumbers
      userErrors { code message field }
    }
  }
`;

async function signedIn(t) {
  const said = [];
  for (const level of ['warn', 'error']) t.mock.method(console, level, (...words) => said.push(words.join(' ')));
  const schema = await ask(getIntrospectionQuery());
  const client = new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      cacheExchange({
        schema,
        // What has no id is a part of what holds it.
        keys: { PoolFeatures: () => null, Warning: () => null },
        resolvers: { Query: { fixedNumbers: relayPagination() } },
      }),
      fetchExchange,
    ],
  });
  return { client, said };
}

test('urql pages a list, and knows every number by its id', async (t) => {
  const { filter, ids } = await room(['1', '2', '3', '4', '5']);
  const { client, said } = await signedIn(t);
  const read = async (variables) => {
    const { data, error } = await client.query(LIST, { filter, first: 3, ...variables });
    assert.equal(error, undefined);
    return data.fixedNumbers;
  };
  const first = await read({});
  assert.deepEqual(first.edges.map(({ node }) => node.id), ids.slice(0, 3));
  const both = await read({ after: first.pageInfo.endCursor });
  assert.deepEqual(both.edges.map(({ node }) => node.id), ids);
  assert.equal(both.pageInfo.hasNextPage, false);
  assert.deepEqual(said, [], 'the cache, which checks documents against the schema, has nothing to say');
});

test('a dry run changes nothing in the cache of urql; the deed and a conflict do', async (t) => {
  const { filter, ids, pool, unique } = await room(['a', 'b']);
  const { client, said } = await signedIn(t);
  const cached = async () => {
    const { data } = await client.query(LIST, { filter, first: 5 }, { requestPolicy: 'cache-only' });
    return data && JSON.stringify(data);
  };
  const done = async (document, variables) => {
    const { data, error } = await client.mutation(document, variables);
    assert.equal(error, undefined);
    return Object.values(data)[0];
  };
  await client.query(LIST, { filter, first: 5 });
  const before = await cached();
  assert.ok(before.includes(unique('a')));

  const input = { id: ids[0], expectedVersion: 1, label: { simple: { description: unique('c') } } };
  assert.deepEqual((await done(UPDATE, { input, dryRun: true })).userErrors, []);
  const elsewhereRing = { id: pool.id, name: unique('Other'), defaultDestination: { number: '+447700900125' } };
  assert.equal((await done(REROUTE, { input: elsewhereRing, dryRun: true })).reroutedNumbers, 2);
  assert.equal(await cached(), before);

  await done(UPDATE, { input });
  assert.ok((await cached()).includes(unique('c')));
  await done(REROUTE, { input: elsewhereRing });
  assert.ok((await cached()).includes(unique('Other')));

  await elsewhere(ids[0], unique('theirs'));
  const late = await done(UPDATE, { input: { ...input, expectedVersion: 2 } });
  assert.deepEqual([late.userErrors[0].code, late.userErrors[0].currentVersion, late.current.version], ['VERSION_CONFLICT', 3, 3]);
  assert.ok((await cached()).includes(unique('theirs')));
  assert.deepEqual(said, []);
});
