// Who the page speaks for, and how it speaks to the gateway. Never throws: whatever goes wrong is shown as an answer.

// What the headers of a tab hold before somebody has pasted a token.
export const TEMPLATE = '{\n  "Authorization": "Bearer <paste a token>"\n}';

const SIGN_IN =
  "This needs a token: put one in the Headers tab below the query. " +
  "`dialgate token --account NAME --all-scopes` prints one.";

// In a demo the gateway writes a token into the page; otherwise there is none.
export const demo = () => content("dialgate-token");
export const account = () => content("dialgate-account");
const content = (name) => document.querySelector(`meta[name="${name}"]`)?.content || null;

// One signing-in: `heard` is called when the gateway believes a token that it was not shown before; in a demo there is no need to.
export class Session {
  #demo = demo();
  #believed = null;

  constructor(heard) {
    this.heard = heard;
  }

  // The token that is typed in the tab's headers counts before any other; then the demo's; then the last one that was believed,
  // so that it need not be pasted into every tab.
  async ask(params, headers = {}) {
    const typed = Object.entries(headers).find(([name, value]) => name.toLowerCase() === "authorization" && isMeant(value));
    const bearer = typed?.[1] ?? (this.#demo ? `Bearer ${this.#demo}` : this.#believed);
    if (!bearer) return refusal(SIGN_IN);

    const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization");
    let response, body;
    try {
      response = await fetch("/graphql", {
        method: "POST",
        headers: { ...Object.fromEntries(others), "content-type": "application/json", authorization: bearer },
        body: JSON.stringify(params),
      });
      body = await response.text();
    } catch (error) {
      return refusal(`The gateway can't be reached (${error.message}). Is it still running?`);
    }
    if (response.status === 401 && !typed && this.#demo) return refusal("The demo's token is over. Load the page again for a new one.");
    if (!this.#demo && response.status !== 401 && bearer !== this.#believed) {
      this.#believed = bearer;
      this.heard();
    }
    try {
      return JSON.parse(body);
    } catch {
      return refusal(`The gateway answered with status ${response.status} and no JSON: ${body.slice(0, 200)}`);
    }
  }
}

const isMeant = (value) => typeof value === "string" && value.trim() !== "" && !value.includes("<");
const refusal = (message) => ({ errors: [{ message }] });
