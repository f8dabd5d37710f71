// Documents as a page on Relay has them: a fragment with pages in both directions, which is found again by its node's id, and
// a mutation. Never run: `relay-compiler` reads them, and the schema.
import { graphql } from 'relay-runtime';

graphql`
  query numbersQuery($pool: ID!, $filter: FixedNumberFilter) {
    pool(id: $pool) { ...numbers_pool }
    fixedNumbers(filter: $filter, first: 20) @connection(key: "numbersQuery_fixedNumbers", filters: ["filter"]) {
      totalCount
      edges { node { ...numbers_row } }
    }
  }
`;

graphql`
  fragment numbers_pool on Pool
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  )
  @refetchable(queryName: "numbersPoolPageQuery") {
    name
    fixedNumbers(first: $first, after: $after, last: $last, before: $before) @connection(key: "numbers_pool_fixedNumbers") {
      edges { node { ...numbers_row } }
    }
  }
`;

graphql`
  fragment numbers_row on FixedNumber @refetchable(queryName: "numbersRowQuery") {
    number
    description
    destination { nationalFormat }
  }
`;

graphql`
  mutation numbersUpdateMutation($input: FixedNumberUpdateInput!, $dryRun: Boolean = false) {
    fixedNumberUpdate(input: $input, dryRun: $dryRun) {
      fixedNumber { ...numbers_row }
      current { version ...numbers_row }
      userErrors { code message field }
    }
  }
`;

graphql`
  mutation numbersOrderMutation($input: FixedNumberOrderInput!, $connections: [ID!]!) {
    fixedNumberOrder(input: $input) {
      fixedNumbers @appendNode(connections: $connections, edgeTypeName: "FixedNumberEdge") { ...numbers_row }
      userErrors { code message field }
    }
  }
`;
