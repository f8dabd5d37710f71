// The gateway that `tests/it/clients.rs` has started, and rooms in its account that no other test works in.
import { randomUUID } from 'node:crypto';

const told = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing. Run: tests/run -p tests --test it -- clients`);
  return value;
};

export const url = told('DIALGATE_URL');
export const token = told('DIALGATE_TOKEN');
/** Of a telephone switch. */
export const switchToken = told('DIALGATE_SWITCH_TOKEN');
export const numberTypeId = told('DIALGATE_NUMBER_TYPE');
/** Where `compile.mjs` has written. */
export const documentsFolder = told('DIALGATE_DOCUMENTS');
/** Other gateways on the same database: `trusted` runs these documents alone, `usual` has the limits as they are by themselves, at `narrow`
 * an account is soon out of points, and at `crowded` a single request is worked on at a time. */
export const doors = JSON.parse(told('DIALGATE_DOORS'));

/** Asks without any client, and gives the data of an answer without errors. */
export async function ask(query, variables = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Does a deed that must be done. */
export async function deed(query, variables) {
  const [payload] = Object.values(await ask(query, variables));
  if (payload.userErrors.length) throw new Error(JSON.stringify(payload.userErrors));
  return payload;
}

/** A pool and a channel of our own, with so many numbers. */
export async function room(descriptions = []) {
  const name = randomUUID();
  const { pool } = await deed(
    `mutation ($name: String!) { poolCreate(input: { name: $name, defaultDestination: { number: "+441632960018" } }) {
      pool { id version defaultDestination { id } } userErrors { code message } } }`,
    { name },
  );
  const { channel } = await deed(
    `mutation ($name: String!) { channelCreate(input: { name: $name, kind: PRINT }) { channel { id } userErrors { code message } } }`,
    { name },
  );
  const place = { numberTypeId, poolId: pool.id, channelId: channel.id };
  const unique = (text) => `${text} ${name}`;
  const ids = [];
  for (const text of descriptions) {
    // One order each: they stand in the list in this order.
    const { fixedNumbers } = await deed(
      `mutation ($input: FixedNumberOrderInput!) { fixedNumberOrder(input: $input) { fixedNumbers { id } userErrors { code message } } }`,
      { input: { ...place, destination: { default: true }, numbers: [{ simple: { description: unique(text) } }] } },
    );
    ids.push(fixedNumbers[0].id);
  }
  return { pool, place, ids, unique, filter: { channels: [channel.id] } };
}

/** Somebody else renames a number. */
export const elsewhere = (id, description) =>
  deed(
    `mutation ($input: FixedNumberUpdateInput!) { fixedNumberUpdate(input: $input) { fixedNumber { id } userErrors { code message } } }`,
    { input: { id, label: { simple: { description } } } },
  );

/** Waits until something is so. */
export async function until(so) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (so()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`still not so: ${so}`);
}

