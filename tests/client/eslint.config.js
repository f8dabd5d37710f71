// graphql-eslint's recommended set and its Relay set over `schema.graphql`. Run from the root of the repository by `check`.
import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';

const recommended = graphql.configs['flat/schema-recommended'].rules;
const relay = graphql.configs['flat/schema-relay'].rules;

const [level, { 'ObjectTypeDefinition,ObjectTypeExtension': noTypeSuffix, ...names }] = recommended['@graphql-eslint/naming-convention'];

export default [
  {
    files: ['schema.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: fileURLToPath(new URL('../../schema.graphql', import.meta.url)) } },
    },
    rules: {
      ...recommended,
      ...relay,
      '@graphql-eslint/naming-convention': [
        level,
        {
          ...names,
          // `NumberType` is the trade's own word: what a number is sold as, "020 London". It is no type of GraphQL's.
          'ObjectTypeDefinition[name.value!=NumberType],ObjectTypeExtension': noTypeSuffix,
        },
      ],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            // What came of one deed, what was wrong with one input, and the parts of a page are not kept by anyone under an id.
            suffixes: ['Payload', 'Error', 'Connection', 'Edge'],
            types: [
              'PageInfo', // a part of a page, as the Relay specification has it
              'Caller', // a part of its call
              'CallRecordResult', // what came of one report
              'CallRefusal', // a part of that
              'DestinationCheck', // an answer about a text
              'DestinationRefusal', // a part of that answer
              'Limit', // a setting of the gateway, told by its name
              'PoolFeatures', // a part of its pool
              'Route', // an answer about a number, as of one moment
              'Viewer', // the token itself; what it is for has an id: `account`
              'Warning', // a remark on one deed
            ],
          },
        },
      ],
      // `caller` of a `Call` is who called, and no prefix; the rule tells words by their first letters, and takes no exceptions.
      '@graphql-eslint/no-typename-prefix': 'off',
      '@graphql-eslint/relay-edge-types': [
        'error',
        {
          // Lists that are no pages: `userErrors`, `warnings`, `scopes`, and `nodes` beside `edges` for those who need no cursors.
          listTypeCanWrapOnlyEdgeType: false,
        },
      ],
    },
  },
];
