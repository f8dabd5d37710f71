import { gql } from '@apollo/client';
import { ROW } from './list.mjs';

export const UPDATE = gql`
  mutation NumberUpdate($input: FixedNumberUpdateInput!, $dryRun: Boolean! = false) {
    fixedNumberUpdate(input: $input, dryRun: $dryRun) {
      fixedNumber { ...NumberRow }
      current { ...NumberRow }
      userErrors { code message field suggestion currentVersion }
      warnings { code message }
      dryRun
    }
  }
  ${ROW}
`;

// `seen` is the row as the person saw it when they began to type.
export async function rename(client, seen, description) {
  const { data } = await client.mutate({
    mutation: UPDATE,
    variables: {
      input: { id: seen.id, expectedVersion: seen.version, label: { simple: { description } } },
    },
    optimisticResponse: {
      fixedNumberUpdate: {
        __typename: 'FixedNumberUpdatePayload',
        fixedNumber: { ...seen, description },
        current: null,
        userErrors: [],
        warnings: [],
        dryRun: false,
      },
    },
  });
  const { fixedNumber, current, userErrors } = data.fixedNumberUpdate;
  const conflict = userErrors.some(({ code }) => code === 'VERSION_CONFLICT');
  return conflict ? { mine: description, theirs: current } : { fixedNumber, userErrors };
}

// After a conflict, when the person has seen what the other one did and still wants theirs.
export const renameAnyway = (client, { mine, theirs }) => rename(client, theirs, mine);
