// Every example of `docs/build-a-screen.md`, run with Apollo Client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gql } from '@apollo/client';
import { connect } from '../../docs/examples/client.mjs';
import { byField, takeSuggestion } from '../../docs/examples/fields.mjs';
import { rename, renameAnyway, UPDATE } from '../../docs/examples/edit.mjs';
import { LIST, openList, pageDown, pageUp } from '../../docs/examples/list.mjs';
import { newForm, ORDER, preview, submit } from '../../docs/examples/order.mjs';
import { previewReroute, reroute } from '../../docs/examples/reroute.mjs';
import { elsewhere, room, token, until, url } from './gateway.mjs';

const signedIn = () => connect({ url, token: () => token, signedOut: assert.fail });

/** A list that is on a screen, read once; and what it shows. */
async function shown(t, client, options) {
  const list = openList(client, options);
  const watched = list.subscribe(() => {});
  t.after(() => watched.unsubscribe());
  await until(() => list.getCurrentResult().dataState === 'complete');
  const page = () => list.getCurrentResult().data.fixedNumbers;
  return { list, page, rows: () => page().edges.map(({ node }) => node) };
}

test('a token that is not taken signs out, once, with the reason', async () => {
  const heard = [];
  const client = connect({ url, token: () => 'old', signedOut: (error) => heard.push(error) });
  await assert.rejects(client.query({ query: LIST }));
  assert.equal(heard.length, 1);
  assert.equal(heard[0].extensions.code, 'UNAUTHENTICATED');
  assert.match(heard[0].message, /Authorization: Bearer/);
});

test('a list grows downwards and upwards, and knows where it ends', async (t) => {
  const { filter, ids } = await room(['1', '2', '3', '4', '5', '6', '7']);
  const shows = (screen, from, to) => {
    const wanted = ids.slice(from, to).join();
    return until(() => screen.rows().map(({ id }) => id).join() === wanted);
  };
  const top = await shown(t, signedIn(), { filter, size: 3 });
  assert.equal(top.page().totalCount, 7);
  await shows(top, 0, 3);
  await pageDown(top.list, 3);
  await shows(top, 0, 6);
  assert.equal(top.page().pageInfo.hasNextPage, true);
  await pageDown(top.list, 3);
  await shows(top, 0, 7);
  assert.equal(top.page().pageInfo.hasNextPage, false);

  // From a cursor that was kept, say in an address, on another machine.
  const { cursor } = top.page().edges[3];
  const middle = await shown(t, signedIn(), { filter, after: cursor, size: 2 });
  await shows(middle, 4, 6);
  assert.equal(middle.page().pageInfo.hasPreviousPage, true);
  await pageUp(middle.list, 3);
  await shows(middle, 1, 6);
  assert.equal(middle.page().pageInfo.hasPreviousPage, true);
  await pageUp(middle.list, 3);
  await shows(middle, 0, 6);
  assert.equal(middle.page().pageInfo.hasPreviousPage, false);
  await pageDown(middle.list, 3);
  await shows(middle, 0, 7);
});

test('an order form shows every error at its field, takes a suggestion, and is sent once however often', async (t) => {
  const { filter, place, unique } = await room();
  const client = signedIn();
  const { rows } = await shown(t, client, { filter });
  assert.deepEqual(rows(), []);

  const form = newForm(place);
  form.input.destination = { number: '020 7947 0018' };
  const wrong = await preview(client, form);
  // Sent all the same it is refused like this, and the key stays the form's.
  assert.deepEqual((await submit(client, form)).userErrors, wrong.userErrors);
  const fields = byField(wrong.userErrors);
  assert.deepEqual(Object.keys(fields).sort(), ['destination.number', 'numbers.0.simple.description']);
  assert.equal(fields['numbers.0.simple.description'][0].code, 'DESCRIPTION_MISSING');
  const [misspelled] = fields['destination.number'];
  assert.deepEqual([misspelled.code, misspelled.suggestion], ['DESTINATION_NOT_E164', '+442079470018']);
  takeSuggestion(form, misspelled);
  assert.equal(form.input.destination.number, '+442079470018');

  form.input.numbers[0].simple.description = unique('Spring issue');
  const told = await preview(client, form);
  assert.deepEqual([told.orderedCount, told.fixedNumbers, told.dryRun, told.userErrors], [1, null, true, []]);
  assert.deepEqual(rows(), []);

  const first = await submit(client, form);
  assert.deepEqual([first.orderedCount, first.replayed, first.userErrors], [1, false, []]);
  await until(() => rows().length === 1);
  assert.equal(rows()[0].id, first.fixedNumbers[0].id);
  const again = await submit(client, form);
  assert.deepEqual([again.replayed, again.fixedNumbers[0].id], [true, first.fixedNumbers[0].id]);

  form.input.numbers[0].simple.description = unique('Summer issue');
  const reused = byField((await submit(client, form)).userErrors);
  assert.deepEqual(Object.values(reused).flat().map(({ code }) => code), ['IDEMPOTENCY_KEY_REUSED']);
  assert.deepEqual(Object.keys(reused), ['']);
});

test('an order whose answer is lost is sent again, and was done once', async (t) => {
  const { filter, place, unique } = await room();
  const client = signedIn();
  const { page, rows } = await shown(t, client, { filter });
  const form = newForm(place);
  form.input.numbers[0].simple.description = unique('Spring issue');

  const { fetch } = globalThis;
  t.mock.method(globalThis, 'fetch', async (...request) => {
    await fetch(...request);
    throw new TypeError('The answer is lost.');
  });
  await assert.rejects(submit(client, form), /The answer is lost/);
  t.mock.restoreAll();
  const { orderedCount, replayed, userErrors } = await submit(client, form);

  assert.deepEqual([orderedCount, replayed, userErrors], [1, true, []]);
  await until(() => rows().length === 1);
  assert.equal(page().totalCount, 1);
});

test('a new name is on the screen at once, and taken back when it is refused', async (t) => {
  const { filter, ids, unique } = await room(['a', 'b']);
  const client = signedIn();
  const { rows } = await shown(t, client, { filter });
  const [seen, other] = rows();

  const done = rename(client, seen, unique('new'));
  assert.equal(rows()[0].description, unique('new'));
  assert.equal(rows()[0].version, 1);
  assert.equal((await done).fixedNumber.version, 2);
  assert.deepEqual(rows().map(({ id, version }) => [id, version]), [[ids[0], 2], [ids[1], 1]]);

  const refused = rename(client, rows()[0], other.description);
  assert.equal(rows()[0].description, other.description);
  const { userErrors } = await refused;
  assert.deepEqual(Object.keys(byField(userErrors)), ['label.simple.description']);
  assert.equal(rows()[0].description, unique('new'));
});

test('whoever edits what another has edited meanwhile sees it, and decides', async (t) => {
  const { filter, ids, unique } = await room(['a']);
  const client = signedIn();
  const { rows } = await shown(t, client, { filter });
  const [seen] = rows();
  await elsewhere(ids[0], unique('theirs'));

  const conflict = await rename(client, seen, unique('mine'));
  assert.equal(conflict.theirs.description, unique('theirs'));
  assert.equal(conflict.theirs.version, 2);
  // The cache has it by its id: every screen that shows the number shows it as it is.
  assert.equal(rows()[0].description, unique('theirs'));
  assert.equal(rows()[0].version, 2);

  const { fixedNumber } = await renameAnyway(client, conflict);
  assert.deepEqual([fixedNumber.description, fixedNumber.version], [unique('mine'), 3]);
  assert.equal(rows()[0].description, unique('mine'));
});

test('a pool is re-routed after it was said how many numbers that moves', async (t) => {
  const { filter, pool } = await room(['a', 'b', 'c']);
  const client = signedIn();
  const { rows } = await shown(t, client, { filter });

  const told = await previewReroute(client, pool, '+447700900123');
  assert.deepEqual([told.reroutedNumbers, told.pool, told.dryRun], [3, null, true]);
  assert.deepEqual(new Set(rows().map(({ destination }) => destination.nationalFormat)), new Set(['01632 960018']));

  const done = await reroute(client, pool, '+447700900123');
  assert.deepEqual([done.reroutedNumbers, done.pool.version], [3, 2]);
  assert.deepEqual(new Set(rows().map(({ destination }) => destination.nationalFormat)), new Set(['07700 900123']));

  const late = await reroute(client, pool, '+441632960018');
  assert.deepEqual([late.userErrors[0].code, late.current.version], ['VERSION_CONFLICT', 2]);
});

/** All that is in the cache. Of a mutation Apollo keeps nothing but the name of its root's type. */
function kept(client) {
  const { ROOT_MUTATION = { __typename: 'Mutation' }, ...nouns } = client.cache.extract();
  assert.deepEqual(ROOT_MUTATION, { __typename: 'Mutation' });
  return JSON.stringify(nouns);
}

test('a dry run leaves the cache as it was, to the byte; the deed itself does not', async (t) => {
  const { filter, ids, place, pool, unique } = await room(['a', 'b']);
  const client = signedIn();
  await shown(t, client, { filter });
  const POOL = gql`
    query ($id: ID!) {
      pool(id: $id) { id name version defaultDestination { id number label version } }
    }
  `;
  const { data } = await client.query({ query: POOL, variables: { id: pool.id } });
  const destination = data.pool.defaultDestination;
  const DEEDS = {
    pool: gql`
      mutation ($input: PoolUpdateInput!, $dryRun: Boolean! = false) {
        poolUpdate(input: $input, dryRun: $dryRun) {
          pool { id name version defaultDestination { id number label version } }
          current { id name version }
          reroutedNumbers
          userErrors { code message field }
          warnings { code }
        }
      }
    `,
    destination: gql`
      mutation ($input: DestinationUpdateInput!, $dryRun: Boolean! = false) {
        destinationUpdate(input: $input, dryRun: $dryRun) {
          destination { id number label version }
          current { id number label version }
          reroutedPools
          reroutedNumbers
          userErrors { code message field }
          warnings { code }
        }
      }
    `,
    delete: gql`
      mutation ($input: FixedNumberDeleteInput!, $dryRun: Boolean! = false) {
        fixedNumberDelete(input: $input, dryRun: $dryRun) {
          fixedNumber { id status version }
          current { id status version }
          holdUntil
          userErrors { code message field }
        }
      }
    `,
  };
  const deeds = [
    [UPDATE, { id: ids[0], label: { simple: { description: unique('c') } } }],
    [ORDER, { ...place, destination: { default: true }, numbers: [{ simple: { description: unique('d') } }] }],
    [DEEDS.destination, { id: destination.id, label: unique('Shop') }],
    [DEEDS.pool, { id: pool.id, name: unique('Other'), defaultDestination: { number: '+447700900124' } }],
    [DEEDS.delete, { id: ids[1] }],
  ];
  for (const [mutation, input] of deeds) {
    const before = kept(client);
    const rehearsed = Object.values((await client.mutate({ mutation, variables: { input, dryRun: true } })).data)[0];
    assert.deepEqual(rehearsed.userErrors, []);
    assert.ok(kept(client) === before, 'the cache is as it was');

    const done = Object.values((await client.mutate({ mutation, variables: { input } })).data)[0];
    assert.deepEqual(done.userErrors, []);
    assert.ok(kept(client) !== before, 'the cache has what was done');
  }
});
