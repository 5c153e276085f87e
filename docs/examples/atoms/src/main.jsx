import "@calcom/atoms/globals.min.css";
import "./school.css";
import { createRoot } from "react-dom/client";
import { School } from "./school.jsx";

const config = await (await fetch("/config.json")).json();
createRoot(document.getElementById("root")).render(<School config={config} />);
