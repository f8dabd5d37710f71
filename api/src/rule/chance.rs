//! Chance that repeats itself: the same seed draws the same numbers, on every machine and in every release. For made data, never for keys
//! or ids.

/// Draws numbers that follow from a seed (splitmix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// One that follows from all of these numbers, in their order.
    pub fn of(seeds: &[u64]) -> Self {
        let mut chance = Self(0);
        for seed in seeds {
            chance.0 ^= *seed;
            chance.0 = chance.draw();
        }
        chance
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below a bound; 0 when there is none.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.draw()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from a range, its ends included.
    pub fn between(&mut self, (least, most): (i32, i32)) -> i32 {
        let width = u64::try_from(i64::from(most) - i64::from(least) + 1).unwrap_or_default();
        least + i32::try_from(self.below(width)).unwrap_or_default()
    }

    /// The place of a weight, drawn by how heavy each is.
    pub fn place(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// One of several things, each with its weight.
    pub fn pick<T: Copy>(&mut self, things: &[(u64, T)]) -> Option<T> {
        let place = self.place(things.iter().map(|(weight, _)| *weight));
        things.get(place).map(|(_, thing)| *thing)
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_draws_the_same_for_ever() {
        let draw = |seeds: &[u64]| Chance::of(seeds).below(1_000_000);

        assert_eq!([draw(&[1]), draw(&[1, 2]), draw(&[2, 1]), draw(&[])], [368_189, 900_610, 565_329, 883_310]);
        assert_eq!(Chance::of(&[7]).below(0), 0);
    }

    #[test]
    fn what_weighs_more_is_drawn_more_often() {
        let mut chance = Chance::of(&[3]);
        let mut seen = [0; 3];
        (0..10_000).for_each(|_| seen[chance.place([1, 0, 9].into_iter())] += 1);

        assert!(seen[0] > 800 && seen[0] < 1_200 && seen[1] == 0, "{seen:?}");
        let ends: Vec<_> = (0..1_000).map(|_| chance.between((3, 5))).collect();
        assert!([3, 4, 5].iter().all(|n| ends.contains(n)) && ends.iter().all(|n| (3..=5).contains(n)));
    }
}
