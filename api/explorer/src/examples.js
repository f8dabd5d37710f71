// The examples, their variables filled with ids of the account that the page speaks for. Without one they keep their
// placeholders, which say what belongs there.

export async function load(session, signedIn) {
  const { ids, examples } = await (await fetch("/explorer/examples.json")).json();
  const found = signedIn ? await session.ask({ query: ids }) : {};
  const known = { ...moment(new Date()), ...values(found.data) };
  return examples.map(({ query, variables }) => ({ query, variables: fill(variables, known) }));
}

// A description may be used once and a key means one order, so both have the moment in which the page was loaded.
function moment(now) {
  return { "<this moment>": now.toISOString().slice(0, 19).replace("T", " ") };
}

function values(data) {
  const types = data?.numberTypes?.nodes ?? [];
  const channels = data?.channels?.nodes ?? [];
  const stocked = types.filter((type) => type.availableCount > 0);
  const one = (found) => found?.id;
  return {
    "<a number type's id>": one(stocked.find((type) => type.country === data.account?.country) ?? stocked[0]),
    "<a pool's id>": one(data?.pools?.nodes[0]),
    "<a channel's id>": one(channels.find((channel) => channel.kind !== "PAID_SEARCH")),
    "<a paid-search channel's id>": one(channels.find((channel) => channel.kind === "PAID_SEARCH")),
    "<a fixed number's id>": one(data?.fixedNumbers?.nodes.at(-1)),
  };
}

function fill(text, known) {
  return Object.entries(known).reduce((filled, [mark, value]) => (value ? filled.replaceAll(mark, value) : filled), text.trim());
}
