// What an app sees of every answer that is not simply good: the same with Apollo Client and with urql, whatever the status.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { getOperationAST, getIntrospectionQuery, parse } from 'graphql';
import { patient } from '../../docs/examples/patient.mjs';
import { ask as plainly, doors, token, url } from './gateway.mjs';

/** Asks with Apollo Client: the status, the data, and the codes and messages of the errors. */
async function apollo(query, variables, { at = url, fetch: go = fetch, bearer = token, accept } = {}) {
  let status;
  const noted = async (...request) => {
    const response = await go(...request);
    status = response.status;
    return response;
  };
  const headers = { authorization: `Bearer ${bearer}`, ...(accept && { accept }) };
  const client = new ApolloClient({ link: new HttpLink({ uri: at, headers, fetch: noted }), cache: new InMemoryCache() });
  const document = parse(query);
  const ask = getOperationAST(document).operation === 'mutation' ? 'mutate' : 'query';
  const { data, error } = await client[ask]({ [ask === 'query' ? 'query' : 'mutation']: document, variables, errorPolicy: 'all' });
  assert.ok(error === undefined || CombinedGraphQLErrors.is(error), `${error}`);
  return { status, data, message: error?.message, errors: error?.errors.map(({ extensions, path }) => [extensions.code, path]) };
}

/** The same with urql. */
async function urql(query, variables, { at = url, fetch: go = fetch, bearer = token } = {}) {
  const fetchOptions = { headers: { authorization: `Bearer ${bearer}` } };
  const client = new Client({ url: at, fetch: go, fetchOptions, preferGetMethod: false, exchanges: [fetchExchange] });
  const { data, error } = await client[getOperationAST(parse(query)).operation](query, variables);
  assert.equal(error?.networkError, undefined);
  const message = error?.graphQLErrors.map(({ message }) => message).join('\n');
  const errors = error?.graphQLErrors.map(({ extensions, path }) => [extensions.code, path]);
  return { status: error?.response.status, data, message, errors };
}

const REFUSED = [
  ['a document that is broken', '{ account { id }', {}, 400],
  ['a field that there is not', '{ acount { id } }', {}, 422],
  ['an operation that there is not', 'query A { account { id } } query B { account { name } }', {}, 422],
  ['a variable of another type', 'query ($first: Int!) { fixedNumbers(first: $first) { totalCount } }', { first: 'five' }, 422],
  ['a variable that is missing', 'query ($first: Int!) { fixedNumbers(first: $first) { totalCount } }', {}, 422],
];

// Apollo Client and urql parse a document before they send it, and name its operation; what they would not send is sent by hand.
const byHand = async (query, variables, accept) => {
  const headers = { accept, 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
};

for (const [what, query, variables, status] of REFUSED) {
  test(`${what} is refused with ${status}, and without data`, async () => {
    for (const accept of ['application/graphql-response+json', 'application/json', '*/*']) {
      const response = await byHand(query, variables, accept);
      assert.equal(response.status, status, accept);
      const { data, errors } = await response.json();
      assert.deepEqual([data, errors.map(({ extensions }) => extensions.code)], [undefined, ['BAD_USER_INPUT']]);
    }
  });
}

test('both clients show a refusal by its code and its sentence', async () => {
  for (const [what, query, variables, status] of REFUSED.slice(1).filter(([, query]) => !query.includes('query B'))) {
    const seen = await apollo(query, variables);
    assert.deepEqual([seen.status, seen.data, seen.errors], [status, undefined, [['BAD_USER_INPUT', undefined]]], what);
    assert.ok(seen.message.length > 10, seen.message);
    assert.deepEqual(await urql(query, variables), seen);
    // Those who know only `application/json` see the same.
    assert.deepEqual(await apollo(query, variables, { accept: 'application/json' }), seen);
  }
});

test('what could be answered comes beside what could not', async () => {
  const query = '{ account { name } fixedNumbers(after: "not a cursor") { totalCount } }';
  const seen = await apollo(query);
  assert.deepEqual([seen.status, seen.errors], [294, [['BAD_USER_INPUT', ['fixedNumbers']]]]);
  assert.deepEqual([typeof seen.data.account.name, seen.data.fixedNumbers], ['string', null]);
  const { status, data, errors } = await urql(query);
  assert.deepEqual([status, errors, data.fixedNumbers, data.account.name], [294, seen.errors, null, seen.data.account.name]);

  // A number that no registry knows is not told to those who did not ask for the type that explains it.
  assert.equal((await apollo(query, {}, { accept: 'application/json' })).status, 200);
});

test('a token that is not taken is told by its code', async () => {
  for (const ask of [apollo, urql]) {
    const { status, data, errors } = await ask('{ account { id } }', {}, { bearer: 'old' });
    assert.deepEqual([status, data, errors], [401, undefined, [['UNAUTHENTICATED', undefined]]]);
  }
});

/** A `fetch` that is turned away so many times, as by a gateway that has no time, and then let through. */
function busy(times, status, code) {
  const turned = { left: times, calls: 0 };
  turned.fetch = async (...request) => {
    turned.calls += 1;
    if (turned.left === 0) return fetch(...request);
    turned.left -= 1;
    const body = JSON.stringify({ errors: [{ message: 'Try again in a moment.', extensions: { code } }] });
    return new Response(body, { status, headers: { 'content-type': 'application/graphql-response+json', 'retry-after': '0' } });
  };
  return turned;
}

for (const [status, code] of [[429, 'RATE_LIMITED'], [503, 'UNAVAILABLE']]) {
  test(`${status} is told as ${code}, and a patient client does not see it`, async () => {
    for (const ask of [apollo, urql]) {
      const seen = await ask('{ account { id } }', {}, { fetch: busy(1, status, code).fetch });
      assert.deepEqual([seen.status, seen.data, seen.errors], [status, undefined, [[code, undefined]]]);

      const statuses = [429, 503];
      const twice = busy(2, status, code);
      const { errors, data } = await ask('{ account { id } }', {}, { fetch: patient(twice.fetch, { statuses }) });
      assert.deepEqual([errors, typeof data.account.id, twice.calls], [undefined, 'string', 3]);

      const always = busy(9, status, code);
      assert.deepEqual((await ask('{ account { id } }', {}, { fetch: patient(always.fetch, { statuses }) })).errors, [[code, undefined]]);
      assert.equal(always.calls, 4);
    }
  });
}

test('an account that is out of points is told when it has more, and nothing is done meanwhile', async () => {
  const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json', authorization: `Bearer ${token}` };
  let response;
  for (let n = 0; n < 50 && response?.status !== 429; n += 1) {
    response = await fetch(doors.narrow, { method: 'POST', headers, body: JSON.stringify({ query: '{ account { id } }' }) });
  }
  assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '1']);
  const { data, errors, extensions } = await response.json();
  assert.deepEqual([data, errors[0].extensions, extensions.cost.remaining], [undefined, { code: 'RATE_LIMITED', limit: 'accountCost' }, 0]);

  const name = randomUUID();
  const create = `mutation { channelCreate(input: { name: "${name}", kind: PRINT }) { channel { id } userErrors { code } } }`;
  for (const ask of [apollo, urql]) {
    const seen = await ask(create, {}, { at: doors.narrow });
    assert.deepEqual([seen.status, seen.data ?? undefined, seen.errors], [429, undefined, [['RATE_LIMITED', undefined]]]);
  }
  const { channels } = await plainly('query ($name: String!) { channels(search: $name) { totalCount } }', { name });
  assert.equal(channels.totalCount, 0);
});

test('who finds no turn is sent away at once, and told to come again', async () => {
  const ask = () => apollo(getIntrospectionQuery(), {}, { at: doors.crowded });
  const seen = await Promise.all(Array.from({ length: 40 }, ask));
  assert.deepEqual([...new Set(seen.map(({ status }) => status))].sort(), [200, 503]);
  for (const { data, errors } of seen.filter(({ status }) => status === 503)) {
    assert.deepEqual([data, errors], [undefined, [['UNAVAILABLE', undefined]]]);
  }
});

test('a deed that may have been done is not sent again by itself', async () => {
  const once = busy(1, 503, 'UNAVAILABLE');
  const { errors } = await apollo('{ account { id } }', {}, { fetch: patient(once.fetch) });
  assert.deepEqual([errors, once.calls], [[['UNAVAILABLE', undefined]], 1]);
});

test('the head of an answer is the answer without its body, and each method says which others there are', async () => {
  const authorization = `Bearer ${token}`;
  const head = await fetch(`${url}?query={__typename}`, { method: 'HEAD', headers: { authorization } });
  assert.deepEqual([head.status, head.headers.get('content-type').split(';')[0], await head.text()], [200, 'application/json', '']);
  const options = await fetch(url, { method: 'OPTIONS' });
  assert.deepEqual([options.status, await options.text()], [204, '']);
  const put = await fetch(url, { method: 'PUT', headers: { authorization } });
  assert.equal(put.status, 405);
  for (const { headers } of [options, put]) assert.deepEqual(headers.get('allow').split(', ').sort(), ['GET', 'HEAD', 'OPTIONS', 'POST']);
});

test('an answer that is none of ours, as of a proxy on the way, is an error of the network', async () => {
  const fetch = async () => new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } });
  const client = new ApolloClient({ link: new HttpLink({ uri: url, fetch }), cache: new InMemoryCache() });
  await assert.rejects(client.query({ query: parse('{ account { id } }') }), (error) => ServerError.is(error) && error.statusCode === 502);
});
