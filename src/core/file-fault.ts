/** What the file system says, in words for a person. */

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EEXIST: "the file is there already",
};

/** Half a sentence; a RangeError of ours says it itself. */
export function whyNot(fault: unknown): string {
  if (fault instanceof RangeError) return fault.message;
  const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
  return WORDS[code] ?? `the file cannot be read or written${code === "" ? "" : ` (${code})`}`;
}
