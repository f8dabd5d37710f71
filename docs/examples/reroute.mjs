import { gql } from '@apollo/client';

export const REROUTE = gql`
  mutation PoolReroute($input: PoolUpdateInput!, $dryRun: Boolean! = false) {
    poolUpdate(input: $input, dryRun: $dryRun) {
      pool { id version defaultDestination { id nationalFormat } }
      current { id version defaultDestination { id nationalFormat } }
      reroutedNumbers
      userErrors { code message field suggestion }
      warnings { code message }
      dryRun
    }
  }
`;

const input = (pool, number) => ({
  id: pool.id,
  expectedVersion: pool.version,
  defaultDestination: { number },
});

// "This makes 12 numbers ring elsewhere. Go on?"
export async function previewReroute(client, pool, number) {
  const { data } = await client.mutate({
    mutation: REROUTE,
    variables: { input: input(pool, number), dryRun: true },
  });
  return data.poolUpdate;
}

// Every row that follows the pool rings elsewhere then; what is on the screen is asked for again.
export async function reroute(client, pool, number) {
  const { data } = await client.mutate({
    mutation: REROUTE,
    variables: { input: input(pool, number) },
    refetchQueries: ({ data }) => (data?.poolUpdate.reroutedNumbers ? 'active' : []),
    awaitRefetchQueries: true,
  });
  return data.poolUpdate;
}
