// Shrinks photos before they travel over a weak signal and shows them: a box with one file input inside,
// <div data-island="photos" data-max="3" data-ready="…" data-failed="…">. Without script the originals are sent.

const LONGEST = 1600;
const QUALITY = 0.82;

/** What this page made small carries no time; a draft gives it back as it was. */
const isSmall = (file: File) => file.type === "image/jpeg" && file.lastModified === 0;

async function shrink(file: File): Promise<File> {
  if (isSmall(file)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  if (!paper) throw new Error("no canvas");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("no picture");
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: 0 });
}

function show(list: HTMLUListElement, files: File[]) {
  for (const old of list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      item.append(image);
      return item;
    }),
  );
}

export function attach(box: HTMLElement) {
  const input = box.querySelector<HTMLInputElement>("input[type=file]");
  if (!input || !("createImageBitmap" in window)) return;
  const most = Number(box.dataset.max ?? "3");
  const list = document.createElement("ul");
  list.className = "photos";
  const status = document.createElement("p");
  status.className = "hint";
  status.setAttribute("role", "status");
  box.append(list, status);
  let work: Promise<void> | undefined;

  const take = async () => {
    const ready: File[] = [];
    let failed = 0;
    for (const file of [...(input.files ?? [])].slice(0, most)) {
      try {
        ready.push(await shrink(file));
      } catch {
        failed += 1;
      }
    }
    const transfer = new DataTransfer();
    for (const file of ready) transfer.items.add(file);
    input.files = transfer.files;
    show(list, ready);
    // A draft keeps them.
    input.dispatchEvent(new Event("photos"));
    status.textContent = failed > 0 ? (box.dataset.failed ?? "") : ready.length > 0 ? (box.dataset.ready ?? "") : "";
  };

  input.addEventListener("change", () => {
    const mine = take().finally(() => {
      if (work === mine) work = undefined;
    });
    work = mine;
  });
  // Sending waits until the photos are small; capture comes before every other listener of the form.
  input.form?.addEventListener(
    "submit",
    (event) => {
      if (!work) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      void work.finally(() => input.form?.requestSubmit(submitter));
    },
    { capture: true },
  );
}
