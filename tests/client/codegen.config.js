// Types for the operations of `docs/examples`, as a page in TypeScript has them made, and for the whole schema. Run in this directory
// by `check`.
const config = { useTypeImports: true, scalars: { DateTime: 'string', E164: 'string', TimeZone: 'string' } };

export default {
  schema: '../../schema.graphql',
  documents: '../../docs/examples/*.mjs',
  generates: {
    'out/typescript/operations.ts': { plugins: ['typescript-operations', 'typed-document-node'], config },
    'out/typescript/schema.ts': { plugins: ['typescript'], config },
  },
};
