/** The part of pino-roll 4 that is used; the package has no types of its own. */

declare module "pino-roll" {
  import type { DestinationStream } from "pino";

  type RollOptions = {
    readonly file: string;
    /** At midnight. */
    readonly frequency: "daily";
    readonly dateFormat: string;
    /** As in `20m`. */
    readonly size: string;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    readonly mkdir: boolean;
    readonly mode: number;
    readonly sync: boolean;
  };

  type RollingFile = DestinationStream & { on(event: "error", listener: () => void): unknown };

  const roll: (options: RollOptions) => Promise<RollingFile>;
  export = roll;
}
