// Uses what graphql-codegen has made: compiles only if names, nulls and the choices of inputs are what the documentation says.
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { NumberListDocument, NumberOrderDocument, NumberUpdateDocument } from '../out/typescript/operations.js';
import type { FixedNumberUpdateErrorCode, NumberLabelInput } from '../out/typescript/operations.js';

const client = new ApolloClient({ link: new HttpLink({ uri: '/graphql' }), cache: new InMemoryCache() });

export async function numbers(): Promise<string[]> {
  const { data } = await client.query({ query: NumberListDocument, variables: { first: 20 } });
  return data?.fixedNumbers?.edges.map(({ node }) => `${node.nationalFormat} ${node.description ?? ''} ${node.pool.name}`) ?? [];
}

export async function order(numberTypeId: string, poolId: string, channelId: string): Promise<string[][]> {
  const input = { numberTypeId, poolId, channelId, destination: { default: true }, numbers: [{ simple: { description: 'Spring' } }] };
  const { data } = await client.mutate({ mutation: NumberOrderDocument, variables: { input, dryRun: true } });
  return data?.fixedNumberOrder.userErrors.map(({ field }) => field) ?? [];
}

export async function edit(id: string, label: NumberLabelInput): Promise<FixedNumberUpdateErrorCode | undefined> {
  const { data } = await client.mutate({ mutation: NumberUpdateDocument, variables: { input: { id, expectedVersion: 1, label } } });
  return data?.fixedNumberUpdate.userErrors[0]?.code;
}

// @ts-expect-error A label is one of the two kinds, never both.
export const both: NumberLabelInput = { simple: { description: 'a' }, advanced: { campaign: 'b' } };

// @ts-expect-error An edit says which number.
client.mutate({ mutation: NumberUpdateDocument, variables: { input: {} } });
