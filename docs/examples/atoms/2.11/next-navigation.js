// What the components ask of Next.js's router, answered by the browser's own.
export const useSearchParams = () => new URLSearchParams(window.location.search);
export const usePathname = () => window.location.pathname;
export const useParams = () => ({});
export const useRouter = () => ({
  push: (url) => window.location.assign(url),
  replace: (url) => window.location.replace(url),
  back: () => window.history.back(),
  forward: () => window.history.forward(),
  refresh: () => window.location.reload(),
  prefetch: () => {},
});
export const redirect = (url) => window.location.assign(url);
export const notFound = () => {};
