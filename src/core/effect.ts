/** The kinds of effect a tool declares and a grant permits. */

/**
 * `none` touches no entity (what may I do?). `read` sees states and registries, `history` the past of entities, `camera`
 * pictures, `template` what templates make of states. `control` calls services, `converse` those that a sentence comes to. Later kinds (edit, admin …) join this
 * list with the tools that have them.
 */
export type Effect = "none" | "read" | "history" | "camera" | "template" | "control" | "converse";

/** Whether nothing in the home is another after it. */
export function onlyLooks(effect: Effect): boolean {
  return effect !== "control" && effect !== "converse";
}
