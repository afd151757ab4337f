/** Labels whose values others may choose: what is no name, or one too many, is `other`. */

const NAME = /^[\w.-]{1,64}$/;

/** At most so many different values; the first that come are kept. */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (!NAME.test(value) || known.size >= most) return "other";
    known.add(value);
    return value;
  };
}
