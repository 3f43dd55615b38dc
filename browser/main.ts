// Pages are whole without this file. An island adds to an element that asks for it by name:
// data-island="drafts once". Its words come from the page, so every word stays in the word files.
import * as chooser from "./islands/chooser/chooser";
import * as copy from "./islands/copy/copy";
import * as drafts from "./islands/drafts/drafts";
import * as keys from "./islands/keys/keys";
import * as map from "./islands/map/map";
import * as leave from "./islands/leave/leave";
import * as once from "./islands/once/once";
import * as outbox from "./islands/outbox/outbox";
import * as passkey from "./islands/passkey/passkey";
import * as photos from "./islands/photos/photos";
import * as picker from "./islands/picker/picker";
import * as place from "./islands/place/place";
import * as print from "./islands/print/print";
import * as unlock from "./islands/unlock/unlock";

type Attach = (element: HTMLElement) => void;

const islands: Record<string, Attach> = {
  chooser: chooser.attach,
  copy: copy.attach,
  drafts: drafts.attach,
  keys: keys.attach,
  map: map.attach,
  leave: leave.attach,
  once: once.attach,
  outbox: outbox.attach,
  passkey: passkey.attach,
  photos: photos.attach,
  picker: picker.attach,
  place: place.attach,
  print: print.attach,
  unlock: unlock.attach,
};

for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
  for (const name of (element.dataset.island ?? "").split(/\s+/)) {
    try {
      islands[name]?.(element);
    } catch (error) {
      // An island that fails leaves the plain page as it was.
      console.error(`island ${name}`, error);
    }
  }
}

// What would do nothing without script is hidden until script is here.
for (const element of document.querySelectorAll<HTMLElement>("[data-needs-script]")) {
  element.hidden = false;
}
