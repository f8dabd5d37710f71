// The examples of `docs/` import packages by name as a page's own code does; here they are found among ours.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
