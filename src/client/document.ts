/** The text of an operation; as `TypedDocumentString` of GraphQL Code Generator it knows what it answers and takes. */
export type Document<Result = Readonly<Record<string, unknown>>, Variables = AnyVariables> =
  string | { readonly __apiType?: (variables: Variables) => Result; toString(): string };

export type AnyVariables = Readonly<Record<string, unknown>>;

/** A token, or how to get one: it is asked for at each connection and each request, so it may change. */
export type TokenSource = string | (() => string | null | Promise<string | null>);

export async function tokenOf(source: TokenSource | undefined): Promise<string | null> {
  return typeof source === 'function' ? source() : (source ?? null);
}
