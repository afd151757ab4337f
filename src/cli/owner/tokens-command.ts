/** What every command under `hearthgate tokens` is handed. */

export type TokensCommand = {
  readonly words: readonly string[];
  readonly usage: string;
  readonly values: {
    readonly json: boolean;
    readonly logins: boolean;
    readonly grant?: string | undefined;
    readonly parent?: string | undefined;
    readonly label?: string | undefined;
    readonly expires?: string | undefined;
    readonly narrow?: string | undefined;
    readonly overlap?: string | undefined;
    readonly reason?: string | undefined;
    readonly jwt?: string | undefined;
  };
};
