// The page itself, the same for the bundle and for what comes from the CDN: who calls it brings React and GraphiQL along.

import { load } from "./examples.js";
import { Session, TEMPLATE, account, demo } from "./session.js";
import { layOut, shelf } from "./shelf.js";

export async function open({ createElement, createRoot, useMemo, useState, GraphiQL }) {
  const signedIn = demo() !== null;
  let heard = () => {};
  const session = new Session(() => heard());
  const kept = shelf(account() ?? "signed-out");
  layOut(kept, await load(session, signedIn));

  function Page() {
    const [round, setRound] = useState(0);
    const [ready, setReady] = useState(signedIn);
    heard = () => {
      setReady(true);
      setRound((round) => round + 1);
    };
    // A new function makes GraphiQL read the schema again, which it could not before there was a token.
    const fetcher = useMemo(() => (params, options) => session.ask(params, options?.headers), [round]);
    const headers = signedIn ? undefined : TEMPLATE;
    return createElement(
      "div",
      { className: "dialgate" },
      ready ? null : createElement("p", { className: "dialgate-hint" }, ...hint(createElement)),
      createElement(
        GraphiQL,
        { fetcher, storage: kept, defaultHeaders: headers, defaultEditorToolsVisibility: tools(signedIn) },
        createElement(GraphiQL.Logo, null, "Dialgate"),
      ),
    );
  }

  createRoot(document.getElementById("explorer")).render(createElement(Page));
}

// Signed in, the variables are what is of interest; else the place for the token.
const tools = (signedIn) => (signedIn ? "variables" : "headers");

const hint = (createElement) => [
  "Nobody is signed in. Paste a token into the ",
  createElement("b", null, "Headers"),
  " tab below the query; ",
  createElement("code", null, "dialgate token --account NAME --all-scopes"),
  " prints one.",
];
