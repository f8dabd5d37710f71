import { cacheExchange, Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

export const connect = ({ url, token, fetch, ...options }) =>
  new Client({
    url,
    fetch,
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token()}` } }),
    exchanges: [
      cacheExchange,
      persistedExchange({ preferGetForPersistedQueries: false, enableForMutation: true, ...options }),
      fetchExchange,
    ],
  });
