// What the browser keeps of the page from one load to the next: open tabs, history, looks. Never a token, unless a person asks
// for it in the settings.

// A shelf for each account: ids that a tab holds mean nothing to another one, nor to a demo that began anew.
export function shelf(owner) {
  const prefix = `dialgate:${owner}:`;
  const memory = new Map();
  const memorised = {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, value) => memory.set(key, value),
    removeItem: (key) => memory.delete(key),
  };
  let store = memorised;
  try {
    localStorage.setItem(`${prefix}seen`, "1");
    store = localStorage;
  } catch {
    // Closed to us by the browser's settings: what is kept then lasts as long as the page.
  }
  return {
    getItem: (key) => store.getItem(prefix + key),
    setItem: (key, value) => store.setItem(prefix + key, value),
    removeItem: (key) => store.removeItem(prefix + key),
    clear: () => Object.keys(store === memorised ? {} : store).forEach((key) => key.startsWith(prefix) && store.removeItem(key)),
    length: 1,
  };
}

const TABS = "graphiql:tabState";

// Puts the examples out as tabs. Tabs that a person has made or changed stay as they were left; an example that nobody has
// touched gets fresh variables. The open one is written where the page looks for it first.
export function layOut(shelf, examples) {
  const state = kept(shelf) ?? { activeTabIndex: 0, tabs: examples.map(tab) };
  for (const tab of state.tabs) {
    const example = examples.find((example) => example.query === tab.query);
    if (example) tab.variables = example.variables;
  }
  const open = state.tabs[state.activeTabIndex] ?? state.tabs[0];
  shelf.setItem(TABS, JSON.stringify(state));
  for (const part of ["query", "variables"]) shelf.setItem(`graphiql:${part}`, open?.[part] ?? "");
}

function kept(shelf) {
  try {
    const state = JSON.parse(shelf.getItem(TABS));
    return state?.tabs?.length ? state : null;
  } catch {
    return null;
  }
}

function tab({ query, variables }, index) {
  const name = /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? null;
  return { id: `example-${index}`, title: name ?? "Example", query, variables, headers: null, operationName: name, response: null };
}
