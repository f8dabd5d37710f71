// Where the page begins when the gateway was built without the bundle: React and GraphiQL are expected from the CDN, by scripts
// that come before this one. When they did not come, a person is told what to do about it.

import { open } from "./page.js";

const { React, ReactDOM, GraphiQL } = globalThis;
if (React && ReactDOM && GraphiQL) {
  open({ createElement: React.createElement, createRoot: ReactDOM.createRoot, useMemo: React.useMemo, useState: React.useState, GraphiQL });
} else {
  document.getElementById("wait").hidden = true;
  document.getElementById("trouble").hidden = false;
}
