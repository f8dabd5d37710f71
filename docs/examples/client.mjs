import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { relayStylePagination } from '@apollo/client/utilities';

// One list for each set of conditions; its pages are put together.
const pages = relayStylePagination(['filter', 'search', 'orderBy']);

// `token` gives the token of this moment, `signedOut` is called when the gateway takes it no longer.
export function connect({ url, token, signedOut }) {
  const signed = new SetContextLink(({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${token()}` },
  }));
  const refused = new ErrorLink(({ error }) => {
    const errors = CombinedGraphQLErrors.is(error) ? error.errors : [];
    const unknown = errors.find(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
    if (unknown) signedOut(unknown);
  });
  return new ApolloClient({
    link: ApolloLink.from([refused, signed, new HttpLink({ uri: url })]),
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { fixedNumbers: pages } },
        Pool: { fields: { fixedNumbers: pages } },
        Channel: { fields: { fixedNumbers: pages } },
        Destination: { fields: { fixedNumbers: pages } },
      },
    }),
  });
}
