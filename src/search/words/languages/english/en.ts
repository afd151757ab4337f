/** English: stems, soft words, kindred words. */

import type { Language } from "../../language.ts";
import { englishConcepts } from "./en-concepts.ts";
import { englishStates } from "./en-states.ts";

export const english: Language = {
  code: "en",
  stem,
  otherStem,
  concepts: englishConcepts,
  states: englishStates,
  stateAsking: {
    all: "which what whats any all every list show how where everything anything something count there",
    every: "all every everything",
    links: "is are",
    determiners: "the a an my our your this that these those it them",
    relatives: "that which",
    particles: "on off low",
    participles: "turned switched powered left",
    many: "people",
    orders: "open shut",
  },
  places: {
    prepositions: "in inside on at from of for near by",
    determiners: "the my our his her their your",
    numbered: "area zone room floor",
    owning: "of",
    upper: "upstairs",
    lower: "downstairs",
    storeys: [
      "basement cellar",
      "ground main downstairs",
      "first 1 1st upstairs upper",
      "second 2 2nd",
      "third 3 3rd",
      "attic loft top",
    ],
    ordinals: "first second third fourth fifth",
    sides: "back side",
  },
  conjunctions: "and or",
  vessels: `
    fridge refrigerator freezer oven stove cooker grill bbq barbecue smoker boiler kettle furnace
    dishwasher washer dryer printer aquarium tank pool pond spa tub jacuzzi water cpu processor chip server nas router
    computer pc disk drive soil plant battery inverter engine car probe meat
  `,
  exceptions: {
    always: "except for, except, excluding, apart from, aside from, other than, but not",
    sole: "but",
  },
  afterthoughts:
    "tell me, let me know, let us know, remind me, notify me, inform me, warn me, report back, so that, because, then tell, then remind, then let",
  soft: `
    a an the this that these those my mine our ours your yours his her their its it i me we us you he she they them
    in on at of to for from by with without into onto inside within out off up down over under about as near around
    and or but not no nor so then than if when while until till because since after before during between against
    is are was were be been being am do does did doing done has have had having can could will would shall should
    may might must let lets im id ill its whats wheres hows isnt arent dont doesnt
    what which who whos whom whose where why how much many any some all every each both either another other one ones
    single entire whole remaining several few multiple various certain same own usual extra additional nearest
    please pls plz thanks thank thx asap hey hi hello ok okay kindly just now right currently again back still already also too very
    really quite bit little lot more less most least some only even ever never always soon later today tonight
    tomorrow yesterday morning evening night afternoon noon minute hour second moment day week month year time
    want wants wanted need needs needed like likes would love wish feel feels feeling think know see say says tell
    show give get got gets give check checking find look looking make makes making put puts set sets setting bring
    change changed adjust adjusting adjustment use using try go going come coming keep take leave leaving help
    turn turned turning turns switched switching toggle enable disable activate deactivate start started starting
    begin stop stopped stopping end finish run runs
    increase decrease raise lower reduce higher boost drop maximum minimum max min full fully half double quarter
    level levels value values amount percent percentage degree degrees celsius fahrenheit
    low high good bad better best nice comfortable comfy cozy cosy perfect ideal enough empty
    state status current reading readings report update info information detail details
    room rooms area areas space spaces place home house apartment flat property floor zone side
    smart intelligent wifi wi fi wireless connected device devices appliance appliances gadget gadgets system systems
    unit units equipment thing things stuff entity generic main default new old
    red green blue yellow orange purple pink violet cyan magenta turquoise teal white black gold warm cool cold hot
    colour color colours colors bright brighter brightest dark darker dim soft mellow relaxing cheerful
    next previous last first third fourth fifth final latest recent once twice ahead forward backward
    list lists
    quick quickly slow slowly slower fast faster gently gradually completely entirely totally properly automatically
    manually immediately instantly temporarily briefly halfway partially partly slightly somewhat
    wide wider narrow big bigger small smaller large larger tiny huge long longer short shorter strong stronger weak
    weaker heavy heavier simple easy hard difficult fine alright great
    allow ask asking call wait hold stay move moving shift slide pull push press pick choose select crank flip hit kill
    cut fire spin kick throw lift roll rotate tilt point send display monitor verify confirm ensure refresh reset
    restart reboot load launch restore return revert cancel continue proceed prepare save remember forget remind
    notify alert happen happening working function functioning operate operating operation fix fixed
    broken seem seems appear appears mind bother trying supposed sure wonder wondering curious
    yes yeah yep maybe perhaps actually basically especially anyway instead together alone apart far closer
    nearby upon across along behind beside between beyond beneath above below
    made gone went came took given taken finished complete completed
    number name type kind sort base mode option options preset setting settings program way part rest
    ready possible available able there here anyone anybody someone somebody people else something anything everything
  `,
  softPhrases: `
    turn on, turn off, switch on, switch off, turn up, turn down, switch to, shut off, shut down, power on,
    power off, power up, power down, put on, put off, set up, a little, a bit, right now, as well, how is, what is,
    make sure, at the moment, living space, good morning, good night, i would like, could you, can you, go to,
    is left, are left, time left, need water, needs water, need watering, needs watering, is remaining, on the double, on the fly, on the dot, on the spot, on the go, on the quiet, on the sly, in the blink, in the dark,
    kick on, fire up, crank up, in the, on the, pick up, how much, how many, out of
  `,
  questions: "is are was were what whats which who where when why how hows does did has have do any",
  units: `
    percent percentage degree degrees celsius fahrenheit c f k kelvin minute minutes min second seconds sec hour hours
    watt watts kwh lux am pm oclock db
  `,
  alike: [
    "hallway, hall, corridor, entryway, entrance, foyer, vestibule, entry",
    "lounge, living, sitting, family",
    "living room, lounge, front room, sitting room, family room, great room, reception room, drawing room",
    "game room, games room, rec room, recreation room, playroom",
    "master bedroom, main bedroom, primary bedroom, master suite, primary suite, main suite",
    "bedroom > master suite, primary suite, main suite",
    "master bathroom, master bath, primary bathroom, primary bath > ensuite",
    "half bath, half bathroom, downstairs toilet, downstairs bathroom, downstairs loo, guest toilet > powder room, cloakroom",
    "outdoor, outside > patio, terrace, deck, balcony, porch",
    "guest, spare",
    "drive, driveway",
    "upstairs hallway, upstairs hall, upstairs corridor > landing",
    "ensuite, en suite",
    "garden, yard, backyard, lawn, outdoor, outside",
    "terrace, patio, deck, balcony, veranda, porch",
    "bathroom, bath, washroom, restroom, toilet, wc, ensuite, cloakroom, lavatory, loo, powder room",
    "kid, child, children, nursery",
    "cellar, basement",
    "attic, loft",
    "study, office",
    "laundry, utility",
    "cinema, theater, theatre",
    "stair, staircase, stairway, stairwell",
    "upstair, upper",
    "downstair, lower",
    "couch, sofa",
    "master, main, primary",
    "cooker, stove, oven",
    "refrigerator, fridge",
    "mower, lawnmower",
    "coffee machine, coffee maker, espresso machine, espresso maker",
    "washing machine, clothes washer, washer",
    "tumble dryer, clothes dryer, dryer",
    "grocery, shopping",
    "towel rail, towel radiator, towel warmer, towel heater",
    "baby monitor, baby camera, baby cam, nursery camera",
    "fish tank, aquarium",
    "pc, computer",
    "bedside, nightstand",
    "electric blanket, heated blanket",
    "bookshelf, bookcase",
    "plinth, kickboard, toekick",
    "range hood, cooker hood, stove hood, extractor hood, vent hood",
    "letterbox, mailbox, postbox, mail box, letter box",
    "solar panel, solar production, solar power, solar generation",
    "patio door, bifold door, french door, sliding door, terrace door",
    "fairy light, string light, festoon light, bistro light",
    "coffee machine, coffee maker > espresso, nespresso, keurig",
    "espresso machine, espresso maker > espresso, nespresso",
    "laundry done, laundry finished, laundry ready > washer, dryer, washing machine",
    "alexa, echo",
    "jacuzzi, whirlpool > tub",
    "car, ev, vehicle, truck > tesla, rivian, polestar, volvo, bmw, audi, mercedes, kia, hyundai, toyota, nissan, renault, skoda, volkswagen, ford, honda, mazda",
    "security light > floodlight",
    "internet, broadband, wan, wifi",
    "hen, chicken",
    "slow cooker, crockpot",
    "rice cooker, rice maker",
    "pressure cooker, instant pot",
    "car charger, ev charger, vehicle charger, wall connector, charge point > wallbox",
    "sound machine, noise machine, white noise",
    "ink, toner, cartridge",
    "printer > laserjet, officejet, deskjet",
    "game console, games console > playstation, xbox, nintendo, wii",
    "door camera, door cam > doorbell",
    "home battery, house battery > powerwall",
  ],
  known: `
    kitchen bedroom bathroom living dining garage garden hallway attic basement cellar loft office study nursery guest
    master laundry utility pantry closet wardrobe porch patio terrace balcony deck veranda pool spa sauna gym cinema
    theater library lobby foyer entrance entry stairs staircase corridor landing conservatory sunroom greenhouse shed
    barn workshop driveway front back rear side upper lower left right north south east west upstairs downstairs
    outdoor indoor inside outside yard lawn backyard gate fence roof wall ceiling floor desk table bed couch sofa
    counter island shelf charger solar mirror closet cabinet bookshelf stove oven fridge freezer dishwasher washer dryer kettle
    toaster microwave coffee fountain pond bridge dock boat car bike ev tower tree christmas string strip spot reading
    night bedside standing pendant chandelier sconce track downlight accent mood hood bath shower sink toilet tub
    kid kids child children baby parents guest family mom dad dog cat pet fish aquarium tank stable cottage cabin
    studio mansion villa playroom bar wine game gaming music piano art craft server rack network printer computer
    monitor exhaust tower box path walkway pathway courtyard pergola gazebo pavilion arbor hot
    fryer blender mixer grinder juicer crockpot larder scullery mudroom coop hen chicken softener compressor generator
    turbine modem scanner shredder sewing compost letterbox mailbox parcel turntable jukebox subwoofer laptop treadmill
    elliptical cot crib trampoline sandpit barbecue bbq smoker brazier parasol hammock velux skylight carport 3d
  `,
};

/** Words by which filters are said; `listed`: of what, by the kind that it is found as. */
export const englishFilters = {
  around: `
    what which show list give tell count is are the me my our that of there do does we i you have has exist in this home
    house please yet name names
  `,
  anything: "all every everything anything any thing things entity entities stuff",
  listed: { rooms: "area", areas: "area", floors: "floor", labels: "label", devices: "device" },
  nowhere:
    "with no, in no, has no, have no, having no, without, is not in, are not in, not in, isn't in, aren't in",
  areas: "areas area rooms room",
  articles: "an any a",
  participles: "assigned set",
  joining: "with and or on off",
} as const;

/** "movies" has the ending of "cities", and is a Movie; "tomatoes" that of "shoes". */
function otherStem(word: string): string | undefined {
  if (word.endsWith("ies")) return word.slice(0, -1);
  return word.endsWith("oes") ? word.slice(0, -2) : undefined;
}

/** Without a plural ending. */
function stem(word: string): string {
  const { length } = word;
  if (length < 4 || !word.endsWith("s")) return word;
  if (word.endsWith("ies") && length > 4) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  if (/(ss|us|is)$/.test(word)) return word;
  return word.slice(0, -1);
}
