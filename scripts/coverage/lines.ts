/** Which lines of which files ran, gathered from several runs. */

/** File from the checkout's folder → line, from 1 → whether it ran. */
export type Lines = Map<string, Map<number, boolean>>;

/** Reads lcov's `SF` and `DA` records. */
export function readLcov(text: string): Lines {
  const lines: Lines = new Map();
  let file = new Map<number, boolean>();
  for (const record of text.split("\n")) {
    if (record.startsWith("SF:")) {
      file = new Map();
      lines.set(record.slice(3), file);
    } else if (record.startsWith("DA:")) {
      const [line, count] = record.slice(3).split(",").map(Number);
      if (line !== undefined) file.set(line, (count ?? 0) > 0);
    }
  }
  return lines;
}

/** A line ran when it ran anywhere; what counts as a line is what `first` says, where it knows the file. */
export function joinLines(first: Lines, second: Lines): Lines {
  const joined: Lines = new Map([...first].map(([file, lines]) => [file, new Map(lines)]));
  for (const [file, lines] of second) {
    const known = joined.get(file);
    if (!known) joined.set(file, new Map(lines));
    else for (const [line, ran] of lines) if (ran && known.has(line)) known.set(line, true);
  }
  return joined;
}

export type Share = { readonly file: string; readonly ran: number; readonly all: number };

export function sharesOf(lines: Lines): readonly Share[] {
  return [...lines].map(([file, each]) => {
    const ran = [...each.values()].filter(Boolean).length;
    return { file, ran, all: each.size };
  });
}
