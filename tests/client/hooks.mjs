const here = new URL('.', import.meta.url).href;

export function resolve(specifier, context, next) {
  const bare = !/^(\.|\/|[a-z]+:)/.test(specifier);
  const outside = !context.parentURL?.startsWith(here);
  return next(specifier, bare && outside ? { ...context, parentURL: import.meta.url } : context);
}
