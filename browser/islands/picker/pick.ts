// Choosing a point: with a finger or the mouse, or by keyboard: arrows move the map under the cross, Enter takes what lies there.
import type { LngLatLike, Map as Drawn } from "maplibre-gl";
import { areasOf, around, bordersAt, button, buttons, label, opened, token, type Border, type Position } from "../map/borders";
import "./picker.css";

const NOWHERE = { type: "FeatureCollection" as const, features: [] };

export async function open(box: HTMLElement, form: HTMLFormElement, status: HTMLElement, address: string) {
  const borders = await bordersAt(address);
  if (borders.length === 0) throw new Error("no borders");
  const frame = document.createElement("div");
  frame.className = "border-map";
  status.before(frame);
  const map = await opened(frame, borders, {}).catch((error: unknown) => {
    frame.remove();
    throw error;
  });
  status.textContent = "";
  paint(map, borders);
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => recolour(map));
  }
  const cross = document.createElement("span");
  cross.className = "pick-cross";
  const note = document.createElement("p");
  note.className = "border-note pick-note";
  note.setAttribute("aria-hidden", "true");
  frame.append(cross, note);
  label(map, frame, box.dataset.label ?? "");
  buttons(map, frame, box);

  const choose = ([lon, lat]: Position) => {
    const at = borders.findIndex((border) => holds(border, [lon, lat]));
    const chosen = borders[at];
    if (!chosen) {
      status.textContent = box.dataset.outside ?? "";
      return;
    }
    mark(map, [lon, lat], at);
    const name = `${chosen.properties.name}`;
    fill(form, chosen.id, name, [lon, lat]);
    status.textContent = (box.dataset.chosen ?? "#").replace("#", name);
  };
  const middle = (): Position => map.getCenter().toArray() as Position;
  map.on("click", ({ lngLat }) => choose(lngLat.toArray() as Position));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(middle());
  });
  const under = () => {
    note.textContent = `${borders.find((border) => holds(border, middle()))?.properties.name ?? ""}`;
    note.hidden = note.textContent === "";
  };
  map.on("move", under);
  status.before(button(box.dataset.take ?? "", undefined, () => choose(middle())));
  begin(map, form, borders);
  under();
}

/** Where the form already is: at its point, else at the place it names. */
function begin(map: Drawn, form: HTMLFormElement, borders: Border[]) {
  const value = (name: string) => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field.value : "";
  };
  const point: Position = [Number.parseFloat(value("lon")), Number.parseFloat(value("lat"))];
  const at = borders.findIndex((border) => holds(border, point));
  const named = borders.find(({ properties }) => properties.name === value("place_text"));
  if (at >= 0) {
    mark(map, point, at);
    map.jumpTo({ center: point as LngLatLike, zoom: 13 });
  } else if (named) {
    map.fitBounds(around([named]), { padding: 24, duration: 0 });
  }
}

/** Whether a point lies in an area and in none of its holes: a ray to the east crosses its rings an odd number of times. */
function holds(border: Border, [lon, lat]: Position): boolean {
  const crosses = (ring: Position[]) =>
    ring.filter(([x, y], at) => {
      const [fromX, fromY] = ring[at === 0 ? ring.length - 1 : at - 1]!;
      return y > lat !== fromY > lat && lon < ((fromX - x) * (lat - y)) / (fromY - y) + x;
    }).length;
  return areasOf(border).some((rings) => rings.reduce((sum, ring) => sum + crosses(ring), 0) % 2 === 1);
}

/** Writes the point, and the unit that holds it as if its name had been chosen. */
function fill(form: HTMLFormElement, unit: string, name: string, [lon, lat]: Position) {
  for (const radio of form.querySelectorAll<HTMLInputElement>("input[type=radio][name=place]")) {
    radio.checked = false;
    // A choice among several names made later counts more.
    radio.addEventListener("change", () => form.querySelector("input[type=hidden][name=place]")?.remove(), { once: true });
  }
  const list = form.elements.namedItem("place_listed");
  if (list instanceof HTMLSelectElement) list.value = "";
  const values = { lat: lat.toFixed(6), lon: lon.toFixed(6), place_text: name, place_for: name, place: unit };
  for (const [field, value] of Object.entries(values)) {
    let input = form.querySelector<HTMLInputElement>(`input[name=${field}]:not([type=radio])`);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = field;
      form.prepend(input);
    }
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function paint(map: Drawn, borders: Border[]) {
  const features = borders.map((border, at) => ({ ...border, id: at, properties: { at } }));
  map.addSource("units", { type: "geojson", data: { type: "FeatureCollection", features }, tolerance: 0.2 });
  map.addSource("point", { type: "geojson", data: NOWHERE });
  map.addLayer({ id: "ground", type: "background" });
  map.addLayer({ id: "area", type: "fill", source: "units" });
  map.addLayer({ id: "border", type: "line", source: "units", paint: { "line-width": 1 } });
  const none = ["==", ["get", "at"], -1] as ["==", ["get", string], number];
  map.addLayer({ id: "chosen", type: "line", source: "units", filter: none, paint: { "line-width": 3 } });
  map.addLayer({ id: "point", type: "circle", source: "point", paint: { "circle-radius": 8, "circle-stroke-width": 3 } });
  recolour(map);
}

function recolour(map: Drawn) {
  map.setPaintProperty("ground", "background-color", token("paper"));
  map.setPaintProperty("area", "fill-color", token("well"));
  map.setPaintProperty("border", "line-color", token("edge"));
  map.setPaintProperty("chosen", "line-color", token("accent"));
  map.setPaintProperty("point", "circle-color", token("accent"));
  map.setPaintProperty("point", "circle-stroke-color", token("sheet"));
}

function mark(map: Drawn, coordinates: Position, at: number) {
  const source = map.getSource("point") as { setData(data: object): void } | undefined;
  source?.setData({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } });
  map.setFilter("chosen", ["==", ["get", "at"], at]);
}
