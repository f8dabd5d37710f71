import { gql } from '@apollo/client';

export const ROW = gql`
  fragment NumberRow on FixedNumber {
    id
    version
    number
    nationalFormat
    mode
    description
    publisher
    campaign
    keyword
    status
    usesDefaultDestination
    pool { id name }
    channel { id name }
    destination { id nationalFormat }
  }
`;

export const LIST = gql`
  query NumberList($filter: FixedNumberFilter, $first: Int, $after: String, $last: Int, $before: String) {
    fixedNumbers(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      edges { cursor node { ...NumberRow } }
      pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
    }
  }
  ${ROW}
`;

// The list as it is now, and from now on as often as the cache changes. `after` begins in the middle.
export const openList = (client, { filter, after, size = 20 }) =>
  client.watchQuery({ query: LIST, variables: { filter, first: size, after } });

// Puts the next page below.
export const pageDown = (list, size = 20) => {
  const { endCursor } = list.getCurrentResult().data.fixedNumbers.pageInfo;
  return list.fetchMore({ variables: { first: size, after: endCursor } });
};

// Puts the page before above.
export const pageUp = (list, size = 20) => {
  const { startCursor } = list.getCurrentResult().data.fixedNumbers.pageInfo;
  return list.fetchMore({ variables: { first: null, after: null, last: size, before: startCursor } });
};
