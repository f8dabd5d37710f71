// `["input", "numbers", "0", "simple", "description"]` is `numbers.0.simple.description` of the form.
// What no single field is to blame for is under the empty name.
export function byField(userErrors) {
  const fields = {};
  for (const error of userErrors) {
    const name = error.field.slice(1).join('.');
    (fields[name] ??= []).push(error);
  }
  return fields;
}

// The button beside a field that says "Did you mean …?".
export function takeSuggestion(form, { field, suggestion }) {
  const path = field.slice(1);
  const last = path.pop();
  const place = path.reduce((part, key) => part[key], form.input);
  place[last] = suggestion;
}
