// /config.json says to the pages where everything is. Read when it is asked
// for, so that one build serves any place.
const answer = (server) => {
  server.middlewares.use("/config.json", (_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({
      apiUrl: process.env.API_URL ?? "http://127.0.0.1:5555",
      backendUrl: process.env.BACKEND_URL ?? "http://localhost:3001",
      clientId: process.env.CLIENT_ID ?? "",
    }));
  });
};

export const config = { name: "config", configureServer: answer, configurePreviewServer: answer };
