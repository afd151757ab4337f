/** What can be followed, and what whoever follows it hears. */

/** An entity by id or name, an area by id or name, or the whole home; or what the caller's own grant says. */
export type FollowInput = HomeFollowed | { readonly access: true };
export type HomeFollowed = { readonly id: string } | { readonly area?: string };

export type Heard = {
  /** Something that the caller may see is another now; at most once a second. */
  readonly changed: () => void;
  /** Nothing more is heard; the code of what ended it. */
  readonly ended: (why: string) => void;
};

export type Hearing = Heard & {
  /** What ends it beside the grant's own word, looked at before each delivery; undefined = nothing does. */
  readonly over: () => Promise<string | undefined>;
};
