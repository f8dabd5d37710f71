// The documents that decent callers send, collected from those who write them: graphql-js, GraphiQL, Apollo Client, urql, Relay's compiler,
// graphql-codegen, and our own pages and examples. Nothing of others is copied here; whoever is installed is asked.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { generate } from '@graphql-codegen/cli';
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import * as graphql15 from 'graphql-15';
import * as graphql16 from 'graphql-16';
import * as graphql17 from 'graphql-17';
import { load } from '../../api/explorer/src/examples.js';
import { compiled } from './compile.mjs';
import { ask, documentsFolder, room, token, url } from './gateway.mjs';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const schema = buildSchema(read('schema.graphql'));
export const operation = (query) => getOperationAST(parse(query)).operation;

/** Every way to set some switches. */
const settings = ([name, ...names]) =>
  name ? settings(names).flatMap((rest) => [{ ...rest, [name]: false }, { ...rest, [name]: true }]) : [{}];

// The switches of `getIntrospectionQuery`, but for `experimentalDirectiveDeprecation`, which is an experiment of graphql-js alone.
const SWITCHES = ['descriptions', 'specifiedByUrl', 'directiveIsRepeatable', 'schemaDescription', 'inputValueDeprecation'];
const LATER = [...SWITCHES, 'oneOf'];

/** The introspection of three versions of graphql-js, by each setting; and those that no other version would take. */
export function introspection() {
  const documents = [];
  const strange = [];
  for (const [{ getIntrospectionQuery, version }, switches] of [[graphql15, SWITCHES], [graphql16, LATER], [graphql17, LATER]]) {
    for (const setting of settings(switches)) {
      const query = getIntrospectionQuery(setting);
      const name = `graphql-js ${version}, ${Object.keys(setting).filter((name) => setting[name])}`;
      if (validate(schema, parse(query)).length) strange.push({ name, setting, version });
      else documents.push({ name, body: { query } });
    }
  }
  return { documents, strange };
}

// GraphiQL 5 asks by the graphql-js that it is bundled with, by two settings of its page, and names the operation.
function graphiql() {
  const { dependencies } = JSON.parse(read('api/explorer/package.json'));
  if (dependencies.graphql !== graphql16.version) throw new Error('the explorer has another version of graphql-js than `graphql-16` here');
  return settings(['inputValueDeprecation', 'schemaDescription']).map((setting) => ({
    name: `GraphiQL, ${JSON.stringify(setting)}`,
    body: { query: graphql16.getIntrospectionQuery(setting), operationName: 'IntrospectionQuery' },
  }));
}

/** What the page lays out as tabs, its marks filled by the page's own code; and how that asks for ids. */
async function explorer() {
  const { fetch } = globalThis;
  globalThis.fetch = (path, options) => fetch(new URL(path, url), options);
  const asked = [];
  const session = {
    ask: async (body) => {
      asked.push({ name: 'the explorer asks for ids', body });
      return { data: await ask(body.query) };
    },
  };
  try {
    const tabs = await load(session, true);
    const laidOut = tabs.map(({ query, variables }) => ({ query, variables: JSON.parse(variables) }));
    return [...asked, ...laidOut.map((body) => ({ name: 'a tab of the explorer', body }))];
  } finally {
    globalThis.fetch = fetch;
  }
}

/** The blocks of our pages, and the documents of the examples: as they are written, and as graphql-js prints them. */
async function written(place) {
  const texts = [];
  const pages = readdirSync(new URL('docs/', root)).filter((name) => name.endsWith('.md'));
  for (const page of ['README.md', ...pages.map((name) => `docs/${name}`)]) {
    for (const [, text] of read(page).matchAll(/^```graphql\n([^]*?)^```$/gm)) {
      // What a telephone switch sends needs a token of its own, and is no document of a client.
      if (!text.includes('callsRecord')) texts.push([page, text]);
    }
  }
  for (const file of readdirSync(new URL('docs/examples/', root)).filter((name) => name.endsWith('.mjs'))) {
    for (const value of Object.values(await import(new URL(`docs/examples/${file}`, root)))) {
      if (value?.kind === 'Document' && getOperationAST(value)) texts.push([file, value.loc.source.body], [file, print(value)]);
    }
  }
  // The one mark that stands in a document and not in its variables.
  return texts.map(([name, text]) => named(name, text.replace('channel_…', place.channelId), place));
}

// Stands for a text that is another one each time a body is sent.
export const UNIQUE = '<unique>';

/** A body for a document: every variable that needs a value, and those that make a deed a rehearsal. */
export function named(name, query, place) {
  const { operation, variableDefinitions } = getOperationAST(parse(query));
  const order = { ...place.ids, destination: { default: true }, numbers: [{ simple: { description: UNIQUE } }] };
  const values = {
    'input:FixedNumberOrderInput': order,
    'input:FixedNumberUpdateInput': { id: place.number, label: { simple: { description: UNIQUE } } },
    'input:PoolUpdateInput': { id: place.ids.poolId, defaultDestination: { number: '+447700900123' } },
    'filter:FixedNumberFilter': { channels: [place.channelId] },
    'first:Int': 5,
    'dryRun:Boolean': operation === 'mutation',
    'idempotencyKey:String': UNIQUE,
    'type:ID': place.ids.numberTypeId,
    'pool:ID': place.ids.poolId,
    'channel:ID': place.channelId,
    'id:ID': /^fragment numbers_pool/m.test(query) ? place.ids.poolId : place.number,
  };
  const variables = {};
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const key = `${variable.name.value}:${print(type).replace('!', '')}`;
    if (key in values) variables[variable.name.value] = values[key];
    else if (type.kind === 'NonNullType' && !defaultValue) throw new Error(`${name}: nothing is known about $${key}`);
  }
  return { name, body: { query, variables } };
}

/** What a client makes of a document: the body and the header that it would send, which are caught before they are gone. */
async function caught(send) {
  const calls = [];
  const fetch = async (_, { body, headers }) => {
    calls.push({ body: JSON.parse(body), accept: new Headers(headers).get('accept') });
    throw new TypeError('caught');
  };
  await send(fetch).catch(() => {});
  if (calls.length !== 1) throw new Error(`sent ${calls.length} times`);
  return calls[0];
}

const apollo = ({ query, variables }) =>
  caught((fetch) => {
    const client = new ApolloClient({ link: new HttpLink({ uri: url, fetch }), cache: new InMemoryCache() });
    const document = parse(query);
    return operation(query) === 'mutation'
      ? client.mutate({ mutation: document, variables })
      : client.query({ query: document, variables });
  });

const urql = ({ query, variables }) =>
  caught((fetch) => {
    const client = new Client({ url, fetch, preferGetMethod: false, exchanges: [cacheExchange, fetchExchange] });
    return client[operation(query)](query, variables).toPromise();
  });

/** What graphql-codegen asks when a gateway's address stands in the place of a schema's file, heard on the way. */
async function codegen() {
  const heard = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    heard.push({ name: 'graphql-codegen asks for the schema', body: JSON.parse(body), accept: request.headers.accept });
    const { accept, authorization } = request.headers;
    const answer = await fetch(url, { method: 'POST', headers: { accept, authorization, 'content-type': 'application/json' }, body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const from = { [`http://127.0.0.1:${server.address().port}/graphql`]: { headers: { authorization: `Bearer ${token}` } } };
  const generates = { 'schema.ts': { plugins: ['typescript'] } };
  try {
    const files = await generate({ schema: [from], generates, silent: true }, false);
    if (!files[0].content.includes('FixedNumber')) throw new Error('graphql-codegen made nothing of the gateway');
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return heard;
}

/** All of them, each once for every header it is sent with. `accept` is missing where the document has no client of its own. */
export async function documents() {
  const { ids, place } = await room(['a']);
  const at = { ids: place, number: ids[0], channelId: place.channelId };
  const ours = [...(await explorer()), ...(await written(at))];
  for (const [name, texts] of Object.entries(compiled(documentsFolder))) {
    ours.push(...Object.values(texts).map((text) => named(name, text, at)));
  }

  const sent = [];
  const usual = { name: 'introspection', body: { query: graphql16.getIntrospectionQuery() } };
  for (const one of [...ours, usual]) {
    for (const [client, send] of [['Apollo Client', apollo], ['urql', urql]]) {
      sent.push({ name: `${one.name}, by ${client}`, ...(await send(one.body)) });
    }
  }
  const all = [...introspection().documents, ...graphiql(), ...(await codegen()), ...ours, ...sent];
  const once = new Map(all.map((one) => [JSON.stringify([one.body.query, one.accept]), one]));
  return [...once.values()];
}
