/** The plan of the house: floors, areas, labels. */

import type { AreaSpec } from "../world/furniture.ts";

export const floors = [
  { id: "ground_floor", name: "Ground floor", level: 0, aliases: ["downstairs"] },
  { id: "upper_floor", name: "Upper floor", level: 1, aliases: ["upstairs"] },
  { id: "outside", name: "Outside", level: null, aliases: ["outdoors"] },
] as const;

export const areas: readonly AreaSpec[] = [
  { id: "kitchen", name: "Kitchen", floor: "ground_floor", aliases: ["cooking area"] },
  {
    id: "living_room",
    name: "Living room",
    floor: "ground_floor",
    aliases: ["lounge", "sitting room"],
    labels: ["evening"],
  },
  { id: "hall", name: "Hall", floor: "ground_floor", aliases: ["hallway", "entrance"] },
  { id: "office", name: "Office", floor: "upper_floor", aliases: ["study"] },
  { id: "bedroom", name: "Bedroom", floor: "upper_floor", aliases: ["master bedroom"], labels: ["night"] },
  { id: "kids_room", name: "Kids room", floor: "upper_floor", aliases: ["nursery", "children's room"] },
  { id: "bathroom", name: "Bathroom", floor: "upper_floor", aliases: ["bath"] },
  { id: "garden", name: "Garden", floor: "outside", aliases: ["yard", "backyard"] },
  { id: "garage", name: "Garage", floor: "outside", aliases: ["carport"] },
];

export const labels = [
  { id: "evening", name: "Evening", color: "amber", description: "What makes an evening" },
  { id: "night", name: "Night", color: "indigo", description: null },
  { id: "safety", name: "Safety", color: "red", description: "Touch with care" },
  { id: "energy", name: "Energy", color: "green", description: null },
] as const;
