/** Feature masks by name, so that the furniture says what it can do. */

/** The sum of the named features; all of them when none is named. */
export function mask<Name extends string>(
  features: Readonly<Record<Name, number>>,
  ...names: Name[]
): number {
  const wanted = names.length > 0 ? names : (Object.keys(features) as Name[]);
  return wanted.reduce((sum, name) => sum | features[name], 0);
}
