/** The shapes of libraries that bring none. */

declare module "snowball-stemmers" {
  export function newStemmer(algorithm: string): { stem(word: string): string };
}
declare module "stopwords-iso";
