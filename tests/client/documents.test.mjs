// Every decent document is answered: the limits are for those who mean harm.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { documents, introspection, operation, UNIQUE } from './documents.mjs';
import { token, url } from './gateway.mjs';

const BOTH = 'application/graphql-response+json, application/json;q=0.9';
const all = [];
before(async () => all.push(...(await documents())));

/** Asserts that an answer holds all that was asked for. */
async function answered({ name, body }, response) {
  const text = await response.text();
  assert.equal(response.status, 200, `${name}: ${text.slice(0, 500)}\n${body.query}`);
  const { data, errors } = JSON.parse(text);
  assert.equal(errors, undefined, `${name}: ${text.slice(0, 500)}\n${body.query}`);
  for (const [field, value] of Object.entries(data)) {
    if (/\bmutation Refusal\b/.test(body.query)) assert.equal(value.userErrors.length, 2);
    else assert.deepEqual(value?.userErrors ?? [], [], `${name}: ${field}`);
  }
}

test('a hundred documents of others and ours pass every guard', async () => {
  for (const one of all) {
    const headers = { accept: one.accept ?? BOTH, 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const body = JSON.stringify(one.body).replaceAll(UNIQUE, randomUUID());
    await answered(one, await fetch(url, { method: 'POST', headers, body }));
  }
  const texts = new Set(all.map(({ body }) => body.query));
  assert.ok(texts.size >= 100, `there are ${texts.size}`);
});

test('those that read are answered to GET as well', async () => {
  // Without the many introspections of graphql-js: GraphiQL and codegen send some of them.
  const reading = all.filter(({ name, body }) => operation(body.query) === 'query' && !name.startsWith('graphql-js'));
  assert.ok(reading.length >= 30, `there are ${reading.length}`);
  for (const one of reading) {
    const address = new URL(url);
    for (const [name, value] of Object.entries(one.body)) {
      if (value) address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    await answered(one, await fetch(address, { headers: { accept: one.accept ?? BOTH, authorization: `Bearer ${token}` } }));
  }
});

test('the only introspection left out is that of graphql-js 15 which spells `specifiedByURL` as no specification does', () => {
  const { strange } = introspection();
  assert.ok(strange.length > 0);
  for (const { name, setting, version } of strange) assert.ok(version.startsWith('15.') && setting.specifiedByUrl, name);
});
