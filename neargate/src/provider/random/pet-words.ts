/** Words for `random_pet`: an adverb, an adjective, the animal. */

export const adverbs = words(
  'badly bravely briefly brightly calmly carefully cheaply clearly closely cleverly coldly deeply duly early easily evenly fairly firmly freely fully gently gladly greatly happily highly hugely jointly kindly largely lately likely loosely loudly lovely mainly mildly mostly mutually namely nearly neatly nicely oddly openly partly plainly poorly proudly purely quickly quietly rapidly rarely readily really richly rightly safely sharply simply slowly smoothly softly solely steadily strictly surely swiftly terribly truly vastly warmly widely wildly wisely',
);

export const adjectives = words(
  'able amber ample apt awake basic bold brave brief bright brisk calm candid careful cheerful civil clean clear clever close cool cosmic curious daring deep eager early easy elegant equal exact fair famous fast fine firm fit fleet fresh friendly full gentle glad golden good grand great handy happy hardy helpful honest humble ideal keen kind large lasting lively loyal lucky mellow merry mighty modest native neat noble open patient polite proud quick quiet rapid ready regular rich robust secure sharp shy simple smart smooth social solid sound stable steady strong sunny swift tender tidy trusty upright useful valid warm wise witty worthy',
);

export const animals = words(
  'alpaca ant antelope badger bat bear beaver bee beetle bison boar buffalo camel cat chamois cheetah cobra condor coyote crab crane cricket crow deer dingo dog dolphin donkey dove duck eagle eel elk falcon ferret finch fish fox frog gazelle gecko giraffe goat goose hare hawk hedgehog heron hippo horse ibex ibis jackal jaguar kiwi koala lark lemur lion lizard llama lobster lynx magpie mammoth marmot marten mole moose moth mouse newt octopus orca osprey ostrich otter owl oyster panda panther parrot pelican penguin pig pigeon pony puma quail rabbit raccoon raven reindeer robin salmon seal shark sheep shrew skunk sloth snail sparrow spider squid stork swan tapir tiger toad trout turkey turtle viper walrus wasp weasel whale wolf wombat wren yak zebra',
);

function words(text: string): readonly string[] {
  return text.split(' ');
}
