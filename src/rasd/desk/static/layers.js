// How the map is drawn: land, borders and names below, incidents as areas and counts above. No pin anywhere: a report
// that names a province does not say which spot.

const FONT = ["IBM Plex Sans Arabic"];
const BRAND = "#0b5351";
const WARM = "#b4441c";

const EMPTY = { type: "geojson", data: { type: "FeatureCollection", features: [] } };

/** The style that the map begins with: the land, which is there before anything else is. */
export function ground(countries) {
  return {
    version: 8,
    sources: { countries: { type: "geojson", data: countries }, provinces: EMPTY },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": "#dfe8ea" } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": "#f6f3ea" } },
      {
        id: "province-borders", type: "line", source: "provinces", minzoom: 4,
        paint: { "line-color": "#bdb7a6", "line-width": 0.8, "line-dasharray": [4, 2] },
      },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": "#a9a392", "line-width": 0.9 } },
    ],
  };
}

/** What is drawn on the land: `names` are [longitude, latitude, level, Arabic, English, people]. */
export function above(names, language) {
  const labels = names.map(([longitude, latitude, level, arabic, english], rank) => ({
    type: "Feature",
    properties: { level, rank, name: language === "ar" ? arabic : english },
    geometry: { type: "Point", coordinates: [longitude, latitude] },
  }));
  return {
    sources: {
      names: { type: "geojson", data: { type: "FeatureCollection", features: labels } },
      areas: EMPTY,
      incidents: {
        ...EMPTY,
        cluster: true,
        clusterRadius: 44,
        clusterMaxZoom: 13,
        clusterProperties: { sum: ["+", ["get", "count"]] },
      },
    },
    layers: [
      {
        id: "areas", type: "fill", source: "areas",
        paint: { "fill-color": WARM, "fill-opacity": ["match", ["get", "precision"], 3, 0.06, 0.14] },
      },
      {
        id: "area-edges", type: "line", source: "areas", filter: ["<", ["get", "precision"], 3],
        paint: { "line-color": WARM, "line-width": 1, "line-opacity": 0.6 },
      },
      {
        id: "wide-edges", type: "line", source: "areas", filter: ["==", ["get", "precision"], 3],
        paint: { "line-color": WARM, "line-width": 1.2, "line-opacity": 0.7, "line-dasharray": [3, 3] },
      },
      name("countries-names", 1, 2, 7, { "text-size": 14, "text-letter-spacing": 0 }, "#6d6758"),
      name("provinces-names", 2, 5, 9, { "text-size": 12.5 }, "#847d6b"),
      name("towns-names", 3, 6.5, 24, { "text-size": 12, "text-variable-anchor": ["top", "bottom"], "text-radial-offset": 1.3 }, "#3f4a50"),
      {
        id: "clusters", type: "circle", source: "incidents", filter: ["has", "point_count"],
        paint: {
          "circle-color": BRAND,
          "circle-opacity": 0.85,
          "circle-stroke-color": "#ffffff",
          "circle-stroke-width": 1.5,
          "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "sum"]], 0, 12, 1, 16, 3, 26, 5, 36],
        },
      },
      {
        id: "single", type: "circle", source: "incidents", filter: ["!", ["has", "point_count"]],
        paint: {
          "circle-color": "#ffffff",
          "circle-opacity": 0.85,
          "circle-stroke-color": WARM,
          "circle-stroke-width": 1.5,
          "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 9, 1, 12, 3, 18],
        },
      },
      counts("counts", ["has", "point_count"], "sum", "#ffffff"),
      counts("single-counts", ["!", ["has", "point_count"]], "count", "#7a2d12"),
      {
        id: "single-names", type: "symbol", source: "incidents", filter: ["!", ["has", "point_count"]], minzoom: 7,
        layout: {
          "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-anchor": "top", "text-offset": [0, 1],
        },
        paint: { "text-color": "#7a2d12", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
      },
    ],
  };
}

function name(id, level, minzoom, maxzoom, layout, color) {
  return {
    id, type: "symbol", source: "names", filter: ["==", ["get", "level"], level], minzoom, maxzoom,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "symbol-sort-key": ["get", "rank"], "text-padding": 6, ...layout },
    paint: { "text-color": color, "text-halo-color": "#fbfaf6", "text-halo-width": 1.4 },
  };
}

function counts(id, filter, property, color) {
  return {
    id, type: "symbol", source: "incidents", filter,
    layout: {
      "text-field": ["to-string", ["get", property]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": color },
  };
}

const KM_A_DEGREE = 111.32;

/** A circle of so many kilometres around a place. */
export function circle(longitude, latitude, radius, corners = 48) {
  const tall = radius / KM_A_DEGREE;
  const wide = tall / Math.max(Math.cos((latitude * Math.PI) / 180), 0.01);
  const ring = Array.from({ length: corners }, (_, at) => {
    const turn = (at / corners) * 2 * Math.PI;
    return [longitude + wide * Math.cos(turn), latitude + tall * Math.sin(turn)];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}
