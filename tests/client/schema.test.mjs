// What the live gateway says of itself is what stands in `schema.graphql`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { ask } from './gateway.mjs';

const lines = (schema) => printSchema(lexicographicSortSchema(schema)).split('\n');

test('introspection and schema.graphql are one schema', async () => {
  const written = lines(buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')));
  const live = lines(buildClientSchema(await ask(getIntrospectionQuery({ oneOf: true, specifiedByUrl: true }))));
  const first = live.findIndex((line, n) => line !== written[n]);
  assert.deepEqual(live.slice(first, first + 3), written.slice(first, first + 3), `from line ${first} on`);
  assert.equal(live.length, written.length);
});
