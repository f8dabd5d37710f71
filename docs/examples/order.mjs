import { gql } from '@apollo/client';
import { LIST, ROW } from './list.mjs';

export const ORDER = gql`
  mutation NumberOrder($input: FixedNumberOrderInput!, $idempotencyKey: String, $dryRun: Boolean! = false) {
    fixedNumberOrder(input: $input, idempotencyKey: $idempotencyKey, dryRun: $dryRun) {
      fixedNumbers { ...NumberRow }
      orderedCount
      availableCount
      userErrors { code message field suggestion }
      warnings { code message }
      replayed
      dryRun
    }
  }
  ${ROW}
`;

// What a form holds is the input itself, so that the paths of errors are paths into it.
export const newForm = ({ numberTypeId, poolId, channelId }) => ({
  idempotencyKey: crypto.randomUUID(),
  input: {
    numberTypeId,
    poolId,
    channelId,
    destination: { default: true },
    numbers: [{ simple: { description: '' } }],
  },
});

// Says what is wrong and what would happen, and orders nothing.
export async function preview(client, form) {
  const { data } = await client.mutate({ mutation: ORDER, variables: { input: form.input, dryRun: true } });
  return data.fixedNumberOrder;
}

// Sent again after a lost answer it orders nothing twice: the key is the form's.
export async function submit(client, form) {
  const { data } = await client.mutate({
    mutation: ORDER,
    variables: { input: form.input, idempotencyKey: form.idempotencyKey },
    refetchQueries: ({ data }) => (data?.fixedNumberOrder.orderedCount ? [LIST] : []),
  });
  return data.fixedNumberOrder;
}
