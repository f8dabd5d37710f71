// Where the bundle begins: GraphiQL with everything it needs, from our own origin alone.

import { createElement, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import "./style.css";
import { open } from "./page.js";

// `WORKERS` is written by bundle.mjs: the names of the workers' files.
globalThis.MonacoEnvironment = { getWorker: (_, label) => new Worker(`/explorer/${WORKERS[label] ?? WORKERS.editor}`) };

open({ createElement, createRoot, useMemo, useState, GraphiQL });
